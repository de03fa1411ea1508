#pragma once
// What an import kind is: its columns, and how its rows become events. One file a kind in kinds/.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cli/import/row_fields.h"
#include "cli/import/table.h"
#include "ledger/base/bytes.h"
#include "ledger/base/day.h"
#include "ledger/event/event.h"

namespace sunledger {

// One event, made of one row or of several that stand together (a voucher's parts).
struct RowEvent {
  EventBytes event;
  CommandId command;
  // The day it happened. Nothing for kinds without a date column: the day of the first recording, so that the same file
  // on another day is still the same content.
  std::optional<Day> date;
  std::int64_t fen = 0;  // what it adds to the import's control total
};

struct ImportKind {
  std::string_view name;
  Columns columns;  // `body` is added by the reader
  // Rows that follow each other and have the same key are one event. nullptr: every row is one of its own.
  std::string (*group_of)(const RowFields& row) = nullptr;
  // `rows` holds at least one, all sound. False when a problem was added to one of them.
  bool (*make)(std::span<RowFields> rows, RowEvent& made) = nullptr;
  // What to do about two rows of one file that are the same event but don't stand together.
  const char* apart_hint = nullptr;
};

// An optional text is absent, never empty (schema/event.capnp, rule 3).
template <class Builder, class Text>
void set_unless_empty(Builder& builder, void (Builder::*set)(Text), const std::string& value) {
  if (!value.empty()) (builder.*set)(value);
}

}  // namespace sunledger
