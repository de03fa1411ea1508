#pragma once
// An office for import tests: a ledger in a folder of its own, its officers' keys, and files to import.

#include <memory>
#include <string>
#include <string_view>

#include "cli/import/import.h"
#include "table_fixture.h"

namespace sunledger::test {

class Office {
 public:
  // Opened 2025-06-30 under the charter of Sixian; `zhou` administers, `li` and `wang` record, `chen` reviews and `sun`
  // approves. With codes and the lines of standard_budget().
  Office();
  // The office that another process made in that folder.
  explicit Office(const std::string& folder_made_elsewhere);
  ~Office();

  Ledger& ledger() { return *ledger_; }
  void close() { ledger_.reset(); }
  void reopen();
  std::string path(std::string_view name) const { return base_ + "/" + std::string(name); }
  std::string write(std::string_view name, std::string_view content) const;
  const std::string& folder() const { return base_; }
  static SecretKey key_of(std::string_view person);
  void set_day(std::string_view day);

  ImportRequest request(std::string_view kind, const std::string& path) const;
  Result<ImportOutcome> import(std::string_view kind, const std::string& path, std::string_view person = "li",
                               const ImportProgress& progress = {});
  // The content as a file, imported by li; every row must become recorded.
  ImportOutcome must_import(std::string_view kind, std::string_view content, std::string_view person = "li");
  // The first problem's "row column: message", or how it ended.
  std::string told(std::string_view kind, std::string_view content, std::string_view person = "li");
  // "position" of the event, or the refusal's rule.
  std::string record_payment(std::string_view person, std::string_view voucher, std::string_view line,
                             std::int64_t fen);

  // In yuan.
  std::string available(std::string_view line, int year = 2025);
  std::string pending(std::string_view line, int year = 2025);

 private:
  void open_with(Ledger::Options options);
  Ledger::Options options();
  void appoint();

  std::unique_ptr<Folder> own_folder_;
  std::string base_;
  std::shared_ptr<std::uint64_t> now_ms_;
  std::unique_ptr<Ledger> ledger_;
};

std::string codes_of(int year);
// Lines P1 and P2 (basic-public, general), 1,000,000.00 and 500.00 yuan; P3 (basic-public, donation), 20,000.00.
std::string standard_budget();
// Vouchers V0000001…, one part each of 1.00 yuan from P1.
std::string payments(std::uint64_t count, std::uint64_t first = 1);
inline constexpr std::string_view payment_header =
    "voucher,date,line,payee_kind,payee,account_tail,purpose,memo,amount,method,decision,contract\n";

}  // namespace sunledger::test
