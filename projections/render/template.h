#pragma once
// Mustache templates for pages: logic-free, and every {{value}} is escaped for HTML. This is the one door to mustache.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sunledger {

struct TemplateValues;
using TemplateList = std::vector<TemplateValues>;
// Text for {{name}}; markup made by another template for {{{name}}}; true, false or a list for {{#name}}…{{/name}}.
using TemplateValue = std::variant<std::string, bool, TemplateList>;
struct TemplateValues : std::map<std::string, TemplateValue, std::less<>> {
  using map::map;
};

class Template {
 public:
  // The template is ours, so a fault in it is INVARIANT.
  explicit Template(std::string_view source);
  ~Template();
  Template(Template&&) noexcept;
  Template& operator=(Template&&) noexcept;

  // A name that the template uses and `values` lacks is INVARIANT too: an omitted figure must not pass as an empty one.
  std::string fill(const TemplateValues& values) const;

 private:
  struct Parsed;
  std::unique_ptr<Parsed> parsed_;
};

}  // namespace sunledger
