#pragma once
// A witness on the network: POST /add-checkpoint and GET /<origin hash>/checkpoint, until it is told to stop. Its notes
// name logs and sizes; who asked from where is nowhere kept.

#include <string>

#include "cli/context.h"
#include "ledger/witness/witness.h"

namespace sunledger {

struct WitnessServiceOptions {
  std::string address;                   // ADDRESS:PORT
  std::string certificate, private_key;  // PEM files; both empty: without TLS
  bool is_behind_proxy = false;          // who speaks TLS for us, so that we need not
};

// Before a passphrase is asked for. Errors: usage (without TLS beyond this machine, a certificate without its key).
Status can_serve(const WitnessServiceOptions& options);
// Returns after SIGTERM or SIGINT. Errors: io, invalid.
Status serve_witness(Context& context, Witness& witness, const WitnessServiceOptions& options);

}  // namespace sunledger
