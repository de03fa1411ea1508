#pragma once
// How one figure is written: for people with separators and in words, for machines plain. Every rendering asks here, so
// that no two formats can disagree about a figure.

#include <cstdint>
#include <string>
#include <vector>

#include "projections/render/document.h"

namespace sunledger {

// For machines: "1234567.80" in the table's unit, "12", "33.33" (per cent, half away from zero), the text itself; empty
// for an empty cell and for a ratio with denominator zero.
std::string plain_figure(const CellValue& value, Unit unit);
// For people: "1,234,567.80", "1,234", "33.33%", a dash where there is no rate; text is made printable.
std::string shown_figure(const CellValue& value, Unit unit);
// For people who listen: the figure with its unit, "1,234.00 yuan"; an empty cell is named as such.
std::string spoken_figure(const CellValue& value, Unit unit);

// The unit in words: "yuan", "10,000 yuan"; empty for a unit that needs none.
std::string unit_in_words(Unit unit);
// The table's caption with its unit, as people see it.
std::string caption_with_unit(const Table& table);
// The column's title with its unit where the column holds amounts.
std::string title_with_unit(const Table& table, const TableColumn& column);
// What is said of a table without rows.
std::string empty_note_of(const Table& table);

// "3, 5–9, 12": sorted, without repetition.
std::string shown_positions(std::vector<std::uint64_t> positions);

}  // namespace sunledger
