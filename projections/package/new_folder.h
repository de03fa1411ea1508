#pragma once
// A folder that appears whole or not at all: filled beside its place under the name DIR.unfinished, made durable, then
// renamed. What a killed run left there is cleared away by the next one; two at a time exclude each other.

#include <string>

#include "ledger/base/result.h"
#include "projections/package/texts.h"

namespace sunledger {

class NewFolder final : public TextOutputs {
 public:
  // Errors: conflict when there is something at `dir`, or something at DIR.unfinished that no export left there; busy
  // while another export fills it; io, permission.
  static Result<std::unique_ptr<NewFolder>> begin(const std::string& dir);
  // Clears away what was not finished.
  ~NewFolder() override;
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;

  const std::string& path() const { return unfinished_; }  // where it is being filled
  // A new file below, its folders made; refuses one that is there already.
  Result<std::unique_ptr<TextOutput>> open(const std::string& path) override;
  Status write(const std::string& path, std::string_view content);
  // Everything durable and in its place.
  Status finish();

 private:
  NewFolder(std::string dir, std::string unfinished, int lock)
      : dir_(std::move(dir)), unfinished_(std::move(unfinished)), lock_(lock) {}

  std::string dir_, unfinished_;
  int lock_;
  bool finished_ = false;
};

}  // namespace sunledger
