#pragma once
// A passphrase, in secret memory from the first byte to the last, and the three ways it may come in: the terminal, a
// file, a descriptor. Never a flag or an environment value: other processes can read those.

#include <cstddef>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"
#include "ledger/people/secret_memory.h"

namespace sunledger {

inline constexpr std::size_t max_passphrase_bytes = 1024;

class Passphrase {
 public:
  Passphrase() = default;  // empty: only for keys that are not encrypted
  // invalid: empty, or longer than max_passphrase_bytes. The caller wipes its own copy.
  static Result<Passphrase> from(std::string_view text);

  BytesView view() const { return memory_.view(); }
  bool empty() const { return memory_.empty(); }
  bool operator==(const Passphrase& other) const;  // in constant time; for “type it again”

 private:
  SecretMemory memory_;
};

// Asks without echo. Errors: usage when there is no terminal; permission when the person cancels (Ctrl-C, Ctrl-D).
Result<Passphrase> read_passphrase_from_terminal(const std::string& prompt, const char* terminal = "/dev/tty");
// The file's one line; its newline does not count. Errors: not_found, permission, io; invalid for more lines.
Result<Passphrase> read_passphrase_file(const std::string& path);
// One line, or up to the end; what follows the line stays unread for others. Does not close the descriptor.
Result<Passphrase> read_passphrase_descriptor(int fd);

}  // namespace sunledger
