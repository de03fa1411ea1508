#pragma once
// A small vocabulary for books in an EntryList: open, line, receive, pay, approve, take back, contract, close.

#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/entry_list.h"

namespace sunledger {

struct BookLine {
  std::string line;
  std::string function = "2081199";
  std::string economic = "30227";
  schema::Source source = schema::Source::GENERAL;
  schema::LineKind kind = schema::LineKind::PROJECT;
  std::string project = {};
  std::string notice = {};
};

struct BookPart {
  std::string line;
  std::int64_t fen = 0;
  std::string contract = {};
};

// Records into a list of its own; every function gives the position. Days are YYYY-MM-DD, amounts fen. `body` is that
// of all following events; empty for the federation's own books.
class Books {
 public:
  EntryList log;
  std::string body;
  std::uint64_t batch = 0;           // of the following events
  std::vector<std::uint16_t> rules;  // let through with the next event

  std::uint64_t open(const std::string& origin = "demo.example/books", const std::string& name = "Example");
  std::uint64_t code(int year, bool economic, const std::string& code, const std::string& name);
  std::uint64_t line(int year, const BookLine& line, std::int64_t fen, bool approved = true);
  enum class Change { increased, reduced, transferred, carried_over, recovered };
  std::uint64_t change(const std::string& day, Change kind, const std::string& line, std::int64_t fen,
                       const std::string& to_line = {});
  std::uint64_t receive(const std::string& day, const std::string& line, std::int64_t fen);
  std::uint64_t opening(int year, schema::Source source, const std::string& line, std::int64_t fen);
  std::uint64_t pay(const std::string& day, const std::vector<BookPart>& parts);
  std::uint64_t review(const std::string& day, const std::vector<std::uint64_t>& payments);
  std::uint64_t approve(const std::string& day, const std::vector<std::uint64_t>& payments);
  std::uint64_t reject(const std::string& day, const std::vector<std::uint64_t>& payments);
  std::uint64_t returned(const std::string& day, std::uint64_t payment);
  std::uint64_t refund(const std::string& day, std::uint64_t payment, const std::vector<BookPart>& parts);
  std::uint64_t reverse(const std::string& day, std::uint64_t payment);
  std::uint64_t sign_contract(const std::string& day, const std::string& contract, int year,
                              const std::vector<BookPart>& parts);
  std::uint64_t change_contract(const std::string& day, const std::string& contract, const std::string& line,
                                std::int64_t fen);
  std::uint64_t end_contract(const std::string& day, const std::string& contract);
  std::uint64_t close_year(const std::string& day, int year);
  std::uint64_t reopen_year(const std::string& day, int year);
  std::uint64_t submit_report(const std::string& day, const std::string& name, int year);
  std::uint64_t amend_charter(const std::string& day, const std::string& number, const std::string& effective);
  std::uint64_t open_batch(const std::string& day);
  std::uint64_t close_batch(const std::string& day);
  std::uint64_t abandon_batch(const std::string& day);

 private:
  std::uint64_t record(const std::string& day, const EntryList::Fill& fill);
  std::uint64_t numbers_ = 0;
};

}  // namespace sunledger
