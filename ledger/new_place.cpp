#include "ledger/new_place.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "ledger/base/file.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

namespace fs = std::filesystem;

// Nothing but what an init that was cut short leaves.
bool is_unfinished_ledger(const std::string& folder) {
  constexpr std::string_view ours[] = {"log", "log.new", "writer.lock", "settings", "documents"};
  std::error_code code;
  fs::directory_iterator entries(folder, code);
  if (code) return false;
  return std::all_of(fs::begin(entries), fs::end(entries), [&](const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    // settings.XXXXXX is that file while it is being written (base/file.cpp).
    return std::find(std::begin(ours), std::end(ours), name) != std::end(ours) || name.starts_with("settings.");
  });
}

}  // namespace

std::string real_path(const std::string& path) {
  std::error_code code;
  // Absolute first: weakly_canonical leaves a relative path alone when nothing of it exists yet.
  fs::path real = fs::weakly_canonical(fs::absolute(path), code);
  if (code) real = fs::absolute(path).lexically_normal();
  if (!real.has_filename()) real = real.parent_path();
  return real.string();
}

NewPlace::NewPlace(std::string dir, std::string log_key)
    : dir_(std::move(dir)), building_(dir_ + ".new"), log_key_(std::move(log_key)) {}

NewPlace::NewPlace(NewPlace&& other) noexcept
    : dir_(std::move(other.dir_)),
      building_(std::move(other.building_)),
      log_key_(std::move(other.log_key_)),
      made_log_key_(other.made_log_key_),
      done_(std::exchange(other.done_, true)) {}

NewPlace::~NewPlace() {
  if (done_) return;
  std::error_code ignored;
  fs::remove_all(building_, ignored);
  if (!made_log_key_) return;
  fs::remove(log_key_ + ".head", ignored);
  fs::remove(log_key_, ignored);
}

Result<NewPlace> NewPlace::prepare(const std::string& dir, const std::string& log_key_path) {
  return prepare(dir, log_key_path, true);
}

Result<NewPlace> NewPlace::prepare_copy(const std::string& dir, const std::string& log_key_path) {
  return prepare(dir, log_key_path, false);
}

Result<NewPlace> NewPlace::prepare(const std::string& dir, const std::string& log_key_path, bool makes_log_key) {
  std::error_code code;
  if (path_exists(dir) && (!fs::is_directory(dir, code) || !fs::is_empty(dir, code))) {
    return make_error(ErrorKind::conflict, say("{0} exists already and is not empty.", {dir}),
                      say("Choose another folder."));
  }
  NewPlace place(real_path(dir), real_path(log_key_path));
  if (place.log_key_.starts_with(place.dir_ + "/") || place.log_key_.starts_with(place.building_ + "/")) {
    place.done_ = true;
    return make_error(ErrorKind::invalid, say("The log key must lie outside the ledger's folder {0}.", {dir}),
                      say("An old copy of the folder would bring back an old head; keep the key elsewhere."));
  }
  const bool interrupted = path_exists(place.building_);
  if (interrupted && !is_unfinished_ledger(place.building_)) {
    place.done_ = true;
    return make_error(
        ErrorKind::conflict,
        say("A new ledger is built in {0} first, but that folder holds something else.", {place.building_}),
        say("Move it away, or choose another folder for the ledger."));
  }
  for (const std::string& file : {place.log_key_, place.log_key_ + ".head"}) {
    if (!makes_log_key || !path_exists(file)) continue;
    place.done_ = true;
    // A key is never removed on a guess: it may be another ledger's.
    return make_error(ErrorKind::conflict, say("{0} exists already.", {file}),
                      interrupted
                          ? say("An earlier init was cut short ({0} is left of it). If {1} was made by it and belongs "
                                "to no other ledger, remove {1} and {1}.head, and run init again.",
                                {place.building_, place.log_key_})
                          : say("Choose another place for the log key: each ledger has its own."));
  }
  if (interrupted) fs::remove_all(place.building_, code);
  return place;
}

Status NewPlace::put_in_place() {
  std::error_code code;
  fs::remove(dir_, code);  // an empty folder of that name
  fs::rename(building_, dir_, code);
  if (code) return make_error(ErrorKind::io, say("Cannot put {0} in place: {1}.", {dir_, code.message()}));
  done_ = true;
  return create_folder(dir_);  // it is there: makes the rename durable, the parent is synced
}

}  // namespace sunledger
