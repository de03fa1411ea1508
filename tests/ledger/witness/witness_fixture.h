#pragma once
// A log with one history and its forks, a witness in a folder of its own: the vocabulary of this room's stories.

#include <memory>
#include <string>
#include <vector>

#include "ledger/witness/submission.h"
#include "ledger/witness/witness.h"
#include "tests/ledger/proof/naive_tree.h"
#include "tests/ledger/proof/test_keys.h"

namespace sunledger::testing {

inline constexpr std::uint64_t now_seconds = 1767225600;

const TestKey& log_key();
const TestKey& witness_key();
VerifierKey witness_vkey();

// Gone with the object.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

std::unique_ptr<Witness> opened(const std::string& dir);
// Knows log_key()'s log.
std::unique_ptr<Witness> new_witness(const std::string& dir);

struct History {
  std::vector<Hash> leaves;
  Checkpoint at(std::size_t size, const std::string& origin = log_key().name()) const;
  std::string note(std::size_t size) const;
  std::vector<Hash> proof(std::size_t old_size, std::size_t size) const;
  std::string submission(std::size_t old_size, std::size_t size) const;
};

const History& history();  // of 40 entries
// Shares the first `common` entries with it.
History forked(std::size_t common);

}  // namespace sunledger::testing
