#pragma once
// Where a new ledger is made: beside its folder first, then renamed into place, so that it is there wholly or not at
// all. Inside of the front door only.

#include <string>

#include "ledger/base/result.h"

namespace sunledger {

// Absolute, without symbolic links, dots and a slash at the end: two spellings of one place must not pass for two
// places.
std::string real_path(const std::string& path);

class NewPlace {
 public:
  // Errors: conflict when the folder or the log key is there already, or when what lies beside is not ours to remove;
  // invalid when the log key would lie inside the folder.
  static Result<NewPlace> prepare(const std::string& dir, const std::string& log_key_path);
  // For a copy of a ledger, whose log key is there already or will be put there. Errors: as above, but for that key.
  static Result<NewPlace> prepare_copy(const std::string& dir, const std::string& log_key_path);
  // Removes what was made, unless it was put in place.
  ~NewPlace();
  NewPlace(NewPlace&& other) noexcept;
  NewPlace& operator=(NewPlace&&) = delete;

  const std::string& building() const { return building_; }  // DIR.new
  const std::string& log_key() const { return log_key_; }    // absolute
  // From here on the log key is one that this attempt made, and is removed with it.
  void log_key_was_made() { made_log_key_ = true; }
  // Durable when it returns.
  Status put_in_place();

 private:
  static Result<NewPlace> prepare(const std::string& dir, const std::string& log_key_path, bool makes_log_key);
  NewPlace(std::string dir, std::string log_key);

  std::string dir_, building_, log_key_;
  bool made_log_key_ = false;
  bool done_ = false;
};

}  // namespace sunledger
