#include "cli/progress.h"

#include <algorithm>
#include <cstdio>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr auto patience = std::chrono::seconds(2);
constexpr unsigned line_step_percent = 10;  // a line read aloud for each percent would be noise

}  // namespace

Progress::Progress(std::string label, std::uint64_t total, bool as_lines)
    : label_(std::move(label)), total_(total), as_lines_(as_lines), began_(std::chrono::steady_clock::now()) {}

Progress::~Progress() {
  if (!as_lines_ && shown_ <= 100) std::fputs("\r\x1b[K", stderr);
}

void Progress::at(std::uint64_t done) {
  if (done < next_ || total_ == 0) return;
  next_ = done + std::max<std::uint64_t>(total_ / 200, 1);
  if (std::chrono::steady_clock::now() - began_ < patience) return;
  const auto percent = static_cast<unsigned>(std::min<std::uint64_t>(done * 100 / total_, 100));
  if (percent != shown_) show(percent);
}

void Progress::show(unsigned percent) {
  if (as_lines_ && shown_ <= 100 && percent < shown_ + line_step_percent && percent != 100) return;
  shown_ = percent;
  const std::string text = say("{0}: {1} %", {label_, percent});
  if (as_lines_) {
    std::fprintf(stderr, "%s\n", text.c_str());
  } else {
    std::fprintf(stderr, "\r\x1b[K%s", text.c_str());
    std::fflush(stderr);
  }
}

}  // namespace sunledger
