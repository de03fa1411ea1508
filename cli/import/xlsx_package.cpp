#include "cli/import/xlsx_package.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <fstream>
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

std::uint64_t little(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

// Whether every record that could end the directory (APPNOTE.TXT 4.3.14–4.3.16) announces few parts. libzip takes
// memory for each announced part, some 300 bytes, before it can be asked how many there are.
bool announces_few_parts(const std::string& path) {
  constexpr std::size_t record_bytes = 22;
  constexpr std::size_t locator_bytes = 20;
  constexpr std::size_t large_record_bytes = 56;
  constexpr std::uint64_t max_directory_bytes = max_package_parts * 1024;
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const auto size = static_cast<std::uint64_t>(std::max<std::streamoff>(file.tellg(), 0));
  const auto read = [&file, size](std::uint64_t offset, std::uint64_t bytes) {
    std::string text(static_cast<std::size_t>(offset > size ? 0 : std::min(bytes, size - offset)), '\0');
    file.seekg(static_cast<std::streamoff>(offset));
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    return text;
  };
  const std::uint64_t tail_offset = size - std::min<std::uint64_t>(size, 65535 + record_bytes + locator_bytes);
  const std::string tail = read(tail_offset, size - tail_offset);
  for (std::size_t at = tail.find("PK\x05\x06"); at != std::string::npos; at = tail.find("PK\x05\x06", at + 1)) {
    if (tail.size() - at < record_bytes) continue;
    std::uint64_t parts = little(tail, at + 10, 2);
    std::uint64_t bytes = little(tail, at + 12, 4);
    if (at >= locator_bytes && std::string_view(tail).substr(at - locator_bytes).starts_with("PK\x06\x07")) {
      const std::string large = read(little(tail, at - locator_bytes + 8, 8), large_record_bytes);
      if (large.size() < large_record_bytes) return false;
      parts = std::max(little(large, 24, 8), little(large, 32, 8));
      bytes = little(large, 40, 8);
    }
    if (parts > max_package_parts || bytes > max_directory_bytes) return false;
  }
  return file.good();
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
  if (!announces_few_parts(path)) return too_large(path);
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
