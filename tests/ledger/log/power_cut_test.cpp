// The power goes: ext4 on a loop device is shut down under a living writer, without flushing its journal.
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <random>
#include <thread>

#include "tests/ledger/log/story.h"

using namespace sunledger;
using made_up::Folder;

namespace {

// FS_IOC_SHUTDOWN of linux/fs.h, which Debian 12's headers keep to XFS and ext4 themselves.
constexpr unsigned long shut_down_request = _IOR('X', 125, std::uint32_t);
constexpr std::uint32_t without_flushing_the_journal = 2;

class LoopDisk {
 public:
  explicit LoopDisk(const Folder& folder) : image_(folder.path() + "/disk.img"), path_(folder.path() + "/disk") {
    std::filesystem::create_directories(path_);
    std::ofstream(image_).close();
    std::filesystem::resize_file(image_, std::uintmax_t{96} << 20);
    ready_ = run("mkfs.ext4 -q -F " + image_) && mount();
  }
  ~LoopDisk() { unmount(); }
  LoopDisk(const LoopDisk&) = delete;
  LoopDisk& operator=(const LoopDisk&) = delete;

  bool ready() const { return ready_; }
  std::string ledger() const { return path_ + "/ledger"; }
  bool mount() { return mounted_ = run("mount -o loop " + image_ + " " + path_); }
  void unmount() {
    if (mounted_) mounted_ = !run("umount " + path_);
  }
  bool cut_power() {
    const int fd = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return false;
    std::uint32_t how = without_flushing_the_journal;
    const bool cut = ::ioctl(fd, shut_down_request, &how) == 0;
    ::close(fd);
    return cut;
  }

 private:
  static bool run(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }
  std::string image_;
  std::string path_;
  bool mounted_ = false;
  bool ready_ = false;
};

}  // namespace

TEST_CASE("a power cut at any moment loses nothing that was acknowledged") {
  Folder folder;
  LoopDisk disk(folder);
  if (!disk.ready()) {
    WARN("Skipped: a loop-mounted ext4 is not allowed here (root, mkfs.ext4 and loop devices are needed).");
    return;
  }
  made_up::created(disk.ledger());
  std::mt19937_64 random(20241122);
  for (unsigned round = 0; round < 12; ++round) {
    made_up::Writer writer(disk.ledger(), 100 + round);
    writer.wait_for_reports(static_cast<unsigned>(1 + random() % 5));
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 60000));
    // What comes after the request does not count: while a journal is being aborted, fdatasync may say ok for bytes
    // that the disk will never see. A bare loop of write and fdatasync shows the same, and no machine reports after a
    // cut.
    const std::uint64_t acknowledged = writer.reported();
    if (!disk.cut_power()) {
      WARN("Skipped: this kernel does not shut an ext4 down on request (FS_IOC_SHUTDOWN).");
      return;
    }
    writer.kill();
    disk.unmount();
    REQUIRE(disk.mount());
    const auto store = made_up::opened_to_write(disk.ledger());
    INFO("round " << round);
    REQUIRE(store->size().value() >= acknowledged);
    REQUIRE(made_up::problem(*store) == std::nullopt);
  }
}
