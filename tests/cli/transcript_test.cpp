// Transcripts: what people type and what they then see. Each file in tests/transcripts runs in a fresh folder.
//
//   # words                a comment
//   include NAME           the steps of NAME.steps
//   file NAME … end        writes the lines between to a file
//   $ command              runs in sh, with the programs on the PATH, $SOURCE and SUNLEDGER_DIR=L
//   > pattern              standard output has such a line, after those before it; * stands for anything
//   2> pattern             the same of standard error
//   >-                     standard output is empty
//   = N                    the exit code; ends every step

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path source = fs::current_path();
const fs::path transcripts = source / "tests/transcripts";

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream in(path);
  REQUIRE(in);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// `*` is any run of characters; all else stands for itself.
bool matches(std::string_view pattern, std::string_view text) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  if (text.substr(0, star) != pattern.substr(0, star)) return false;
  text.remove_prefix(star);
  pattern.remove_prefix(star + 1);
  for (std::size_t skipped = 0; skipped <= text.size(); ++skipped) {
    if (matches(pattern, text.substr(skipped))) return true;
  }
  return false;
}

struct Step {
  std::string command;
  std::vector<std::string> out, err;
  bool silent = false;
};

class Story {
 public:
  explicit Story(const std::string& name) : dir_(fs::temp_directory_path() / ("sunledger-transcript-" + name)) {
    fs::remove_all(dir_);
    fs::create_directories(dir_);
  }
  // What a step left running may still put files away while the folder goes.
  ~Story() {
    std::error_code code;
    for (int tries = 0; tries < 50; ++tries) {
      fs::remove_all(dir_, code);
      if (!code) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }

  void play(const fs::path& path) {
    const auto lines = lines_of(path);
    Step step;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::string& line = lines[i];
      INFO(path.filename().string() << ":" << i + 1);
      if (line.empty() || line.starts_with("#")) continue;
      if (line.starts_with("include ")) {
        play(transcripts / (line.substr(8) + ".steps"));
      } else if (line.starts_with("file ")) {
        std::ofstream out(dir_ / line.substr(5));
        while (lines.at(++i) != "end") out << lines[i] << '\n';
      } else if (line.starts_with("$ ")) {
        REQUIRE(step.command.empty());  // the step before has its "= N"
        step.command = line.substr(2);
      } else if (line == ">-") {
        step.silent = true;
      } else if (line.starts_with("> ")) {
        step.out.push_back(line.substr(2));
      } else if (line.starts_with("2> ")) {
        step.err.push_back(line.substr(3));
      } else if (line.starts_with("= ")) {
        run(step, std::stoi(line.substr(2)));
        step = {};
      } else {
        FAIL("a line that is none of a transcript's: " << line);
      }
    }
    REQUIRE(step.command.empty());
  }

 private:
  void run(const Step& step, int expected) {
    std::ofstream(dir_ / ".step.sh") << step.command << '\n';
    const std::string folder = fs::path(SUNLEDGER_BINARY).parent_path().string();
    const std::string line = "cd '" + dir_.string() + "' && env -i HOME='" + dir_.string() + "' PATH='" + folder +
                             "':/usr/bin:/bin LANG=C.UTF-8 SOURCE='" + source.string() +
                             "' SUNLEDGER_DIR=L sh .step.sh >.out 2>.err </dev/null";
    const int status = std::system(line.c_str());
    const auto out = lines_of(dir_ / ".out");
    const auto err = lines_of(dir_ / ".err");
    INFO("$ " << step.command << "\n" << joined(out) << "---- stderr\n" << joined(err));
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == expected);
    expect(step.out, out);
    expect(step.err, err);
    if (step.silent) CHECK(out.empty());
  }

  static std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
  }

  static void expect(const std::vector<std::string>& patterns, const std::vector<std::string>& lines) {
    auto from = lines.begin();
    for (const std::string& pattern : patterns) {
      INFO("expected: " << pattern);
      from = std::find_if(from, lines.end(), [&](const std::string& line) { return matches(pattern, line); });
      REQUIRE(from != lines.end());
      ++from;
    }
  }

  fs::path dir_;
};

}  // namespace

TEST_CASE("every transcript comes out as it is written") {
  std::vector<fs::path> files;
  for (const auto& item : fs::directory_iterator(transcripts)) {
    if (item.path().extension() == ".transcript") files.push_back(item.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE(files.size() >= 6);
  for (const fs::path& file : files) {
    DYNAMIC_SECTION(file.stem().string()) {
      Story(file.stem().string()).play(file);
    }
  }
}
