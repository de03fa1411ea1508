#pragma once
// The figures digest (house rule 18): what a report says, apart from language and format. SHA-256 over lines, each of
// fields separated by 0x1F and ended by 0x0A, the lines sorted as bytes, without repetition of equal lines:
//
//   report    ␟ <stable name>
//   position  ␟ <decimal, the last entry covered>
//   parameter ␟ <name> ␟ <value>
//   figure    ␟ <table id> ␟ <row key> ␟ <column id> ␟ <fen>                       amounts, whatever the table's unit
//   figure    ␟ <table id> ␟ <row key> ␟ <column id> ␟ count ␟ <n>
//   figure    ␟ <table id> ␟ <row key> ␟ <column id> ␟ percent ␟ <n> ␟ <d>         as computed, not reduced
//
// Numbers are decimal with a leading '-' where negative. In names, keys and values the bytes 0x00–0x1F and '\' are
// written \xHH (two lower-case digits), so that nobody's words can end a field. Empty cells, texts, titles and the
// order of rows do not enter.

#include <string>

#include "ledger/base/bytes.h"
#include "projections/render/document.h"

namespace sunledger {

std::string digest_input(const Document& document);
Hash figures_digest(const Document& document);

}  // namespace sunledger
