#include "cli/import/xlsx_package.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <map>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

Error damaged(const std::string& path) {
  return make_error(ErrorKind::invalid, say("{0} is damaged: it cannot be unpacked as an XLSX file.", {path}),
                    say("Open it in a spreadsheet program and save it again."));
}

Error too_large(const std::string& path) {
  return make_error(ErrorKind::invalid, say("{0} unpacks to more than an XLSX file may hold here.", {path}),
                    say("Save the sheet as “CSV UTF-8” and import that."));
}

// Names in a package are compared without regard to ASCII case (ECMA-376 part 2, §6.2.2.3).
std::string lower(std::string_view name) {
  std::string text(name);
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

class ZipPart final : public PartStream {
 public:
  ZipPart(zip_file_t* file, std::uint64_t size, std::string path) : file_(file), left_(size), path_(std::move(path)) {}
  ~ZipPart() override { zip_fclose(file_); }
  ZipPart(const ZipPart&) = delete;
  ZipPart& operator=(const ZipPart&) = delete;

  Result<std::size_t> read(char* buffer, std::size_t size) override {
    const zip_int64_t got = zip_fread(file_, buffer, size);
    if (got < 0) return damaged(path_);
    const auto read = static_cast<std::size_t>(got);
    // The directory's size was judged; a part that gives more would be beyond that judgement.
    if (read > left_) return too_large(path_);
    left_ -= read;
    if (read == 0 && left_ != 0) return damaged(path_);
    return read;
  }

 private:
  zip_file_t* file_;
  std::uint64_t left_;
  std::string path_;
};

class ZipPackage final : public XlsxPackage {
 public:
  ZipPackage(zip_t* zip, std::string path) : zip_(zip), path_(std::move(path)) {}
  ~ZipPackage() override { zip_discard(zip_); }
  ZipPackage(const ZipPackage&) = delete;
  ZipPackage& operator=(const ZipPackage&) = delete;

  Status list() {
    const zip_int64_t count = zip_get_num_entries(zip_, 0);
    if (count < 0 || static_cast<std::uint64_t>(count) > max_package_parts) return too_large(path_);
    for (zip_int64_t i = 0; i < count; ++i) {
      const auto index = static_cast<std::uint64_t>(i);
      const char* name = zip_get_name(zip_, index, ZIP_FL_ENC_RAW);
      // Two parts of one name: programs would differ in which they read.
      if (name == nullptr || !parts_.emplace(lower(name), index).second) return damaged(path_);
    }
    return {};
  }

  bool has(std::string_view name) const override { return parts_.contains(lower(name)); }

  Result<std::unique_ptr<PartStream>> part(std::string_view name) override {
    const auto found = parts_.find(lower(name));
    if (found == parts_.end()) return damaged(path_);
    zip_stat_t stat;
    zip_stat_init(&stat);
    constexpr zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
    if (zip_stat_index(zip_, found->second, 0, &stat) != 0 || (stat.valid & needed) != needed) return damaged(path_);
    if (stat.encryption_method != ZIP_EM_NONE) {
      return make_error(ErrorKind::invalid, say("{0} has a password.", {path_}), say("Save it without a password."));
    }
    constexpr std::uint64_t harmless_bytes = 1U << 20;
    const bool bomb = stat.size > harmless_bytes && stat.size / max_packing_ratio > stat.comp_size;
    if (stat.size > max_part_bytes || bomb) return too_large(path_);
    zip_file_t* file = zip_fopen_index(zip_, found->second, 0);
    if (file == nullptr) return damaged(path_);
    return std::unique_ptr<PartStream>(std::make_unique<ZipPart>(file, stat.size, path_));
  }

 private:
  zip_t* zip_;
  std::string path_;
  std::map<std::string, std::uint64_t> parts_;
};

}  // namespace

Result<std::unique_ptr<XlsxPackage>> XlsxPackage::open(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    return make_error(ErrorKind::not_found, say("{0} cannot be opened.", {path}));
  }
  if (static_cast<std::uint64_t>(status.st_size) > max_package_bytes) return too_large(path);
  int code = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (zip == nullptr) return damaged(path);
  auto package = std::make_unique<ZipPackage>(zip, path);
  TRY(package->list());
  return std::unique_ptr<XlsxPackage>(std::move(package));
}

Result<std::string> XlsxPackage::text_of(std::string_view name, std::size_t limit_bytes) {
  TRY_ASSIGN(const auto stream, part(name));
  std::string text;
  char buffer[16384];
  for (;;) {
    TRY_ASSIGN(const std::size_t got, stream->read(buffer, sizeof buffer));
    if (got == 0) return text;
    text.append(buffer, got);
    if (text.size() > limit_bytes) {
      return make_error(ErrorKind::invalid, say("A part of the XLSX file is larger than it may be here."),
                        say("Save the sheet as “CSV UTF-8” and import that."));
    }
  }
}

}  // namespace sunledger
