#include "projections/render/template.h"

#include <kainjow/mustache.hpp>

#include "ledger/base/check.h"

namespace sunledger {
namespace {

using kainjow::mustache::data;
using Mustache = kainjow::mustache::mustache;

data data_of(const TemplateValues& values);

data data_of(const TemplateValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  data list(data::type::list);
  for (const TemplateValues& item : std::get<TemplateList>(value)) list.push_back(data_of(item));
  return list;
}

data data_of(const TemplateValues& values) {
  data object;
  for (const auto& [name, value] : values) object.set(name, data_of(value));
  return object;
}

// Mustache says nothing of a name that is not there; we do.
class StrictContext : public kainjow::mustache::context<std::string> {
 public:
  using context::context;
  const data* get(const std::string& name) const override {
    const data* found = context::get(name);
    INVARIANT(found != nullptr);
    return found;
  }
};

}  // namespace

struct Template::Parsed {
  Mustache mustache;
};

Template::Template(std::string_view source) : parsed_(new Parsed{Mustache(std::string(source))}) {
  INVARIANT(parsed_->mustache.is_valid());
}
Template::~Template() = default;
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;

std::string Template::fill(const TemplateValues& values) const {
  const data root = data_of(values);
  StrictContext context(&root);
  return parsed_->mustache.render(context);
}

}  // namespace sunledger
