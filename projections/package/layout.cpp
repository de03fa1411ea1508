#include "projections/package/layout.h"

#include "ledger/base/file.h"

namespace sunledger {

bool is_package(const std::string& dir) {
  for (const char* path : {trailer_path, sums_path, newest_checkpoint_path}) {
    if (path_exists(dir + "/" + path)) return true;
  }
  return false;
}

std::string tiles_in(const std::string& dir) {
  return is_package(dir) ? dir + "/" + tiles_path : dir;
}

}  // namespace sunledger
