// How fast the door is: recording in batches, one durable event at a time, many callers; cost and memory as the log
// grows; what it takes on disk. Each beside this machine's own limit in the same run.

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "ledger/log/store.h"
#include "ledger/people/signing.h"
#include "ledger/proof/hash.h"
#include "projections/reports/report.h"
#include "tests/support/bench.h"
#include "tests/support/federation.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

constexpr std::size_t batch = 1000;
constexpr int lines = 50;
constexpr std::int64_t yuan = 100;

// One author's payments, composed and numbered but not yet signed.
class Payments {
 public:
  Payments(Federation& federation, const Officer& officer) : federation_(federation), officer_(officer) {
    const SigningHead head = federation.ledger().signing_head(officer.key.public_key());
    envelope_.ledger = head.ledger;
    envelope_.author = officer.key.public_key();
    envelope_.number = head.next_number;
    envelope_.head_size = head.size;
    envelope_.head_root = head.root;
  }

  std::vector<SignedEvent> next(std::size_t count) {
    std::vector<SignedEvent> events(count);
    for (SignedEvent& event : events) {
      const std::string voucher = officer_.person + "-" + std::to_string(made_);
      const Ledger::Draft one = payment(federation_.today(), voucher, "康复-" + std::to_string(made_ % lines), yuan);
      ++made_;
      envelope_.command = one.command;
      envelope_.date = one.date;
      event.signed_bytes = *compose_signed(envelope_, one.event);
      ++envelope_.number;
    }
    return events;
  }
  void sign(std::vector<SignedEvent>& events) const {
    for (SignedEvent& event : events) event.signature = sign_event(officer_.key, event.signed_bytes);
  }

 private:
  Federation& federation_;
  const Officer& officer_;
  Envelope envelope_;
  std::size_t made_ = 0;
};

void open_lines(Federation& federation) {
  std::vector<Ledger::Draft> drafts;
  for (int i = 0; i < lines; ++i) {
    drafts.push_back(budget_line(2025, "康复-" + std::to_string(i), 10'000'000'000 * yuan));
  }
  federation.record(federation.recorder(), drafts);
  if (!federation.ledger().checkpoint()) std::abort();
}

void must(const Ledger::AppendResult& result) {
  if (result.ok()) return;
  std::fprintf(stderr, "%s\n", result.failure->error.message.c_str());
  std::abort();
}

// Events a second when two threads sign and verify and do nothing else.
double signing_limit(const Officer& officer, const std::vector<SignedEvent>& events) {
  const double start = wall_seconds();
  std::atomic<bool> sound = true;
  std::vector<std::thread> threads;
  for (std::size_t thread = 0; thread < 2; ++thread) {
    threads.emplace_back([&, thread] {
      for (std::size_t i = thread; i < events.size(); i += 2) {
        const Signature signature = sign_event(officer.key, events[i].signed_bytes);
        if (!verify_event(officer.key.public_key(), events[i].signed_bytes, signature)) sound = false;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  if (!sound) std::abort();
  return static_cast<double>(events.size()) / (wall_seconds() - start);
}

// Two officers on two threads, each signing and handing in a thousand at a time.
double recording_rate(std::vector<std::pair<Officer*, std::vector<std::vector<SignedEvent>>>>& work, Ledger& ledger) {
  std::size_t count = 0;
  const double start = wall_seconds();
  std::vector<std::thread> threads;
  for (auto& [officer, batches] : work) {
    for (const auto& events : batches) count += events.size();
    threads.emplace_back([&ledger, officer = officer, &batches = batches] {
      for (auto& events : batches) {
        for (SignedEvent& event : events) event.signature = sign_event(officer->key, event.signed_bytes);
        must(ledger.append(events));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  return static_cast<double>(count) / (wall_seconds() - start);
}

void bench_batches() {
  Federation federation;
  open_lines(federation);
  Officer first = federation.appoint("first", {schema::Role::RECORDER});
  Officer second = federation.appoint("second", {schema::Role::RECORDER});
  Payments of_first(federation, first);
  Payments of_second(federation, second);
  std::vector<double> ratios;
  std::vector<double> rates;
  for (int run = 0; run < 7; ++run) {
    std::vector<std::pair<Officer*, std::vector<std::vector<SignedEvent>>>> work(2);
    work[0].first = &first;
    work[1].first = &second;
    for (int i = 0; i < 6; ++i) {
      work[0].second.push_back(of_first.next(batch));
      work[1].second.push_back(of_second.next(batch));
    }
    const double limit = signing_limit(first, work[0].second[0]);
    const double rate = recording_rate(work, federation.ledger());
    ratios.push_back(rate / limit);
    rates.push_back(rate);
  }
  report_plain("record_batches_rate", median(rates), "events/s");
  report("record_batches_ratio", median(ratios), "of-sign+verify", Target::at_least, 0.8);
}

void bench_one_at_a_time() {
  Federation federation;
  open_lines(federation);
  Officer officer = federation.appoint("single", {schema::Role::RECORDER});
  Payments payments(federation, officer);
  auto store = Store::create(federation.folder() / "bare");
  if (!store) std::abort();
  constexpr std::size_t count = 200;
  std::uint64_t position = 0;
  std::vector<double> ratios;
  std::vector<double> rates;
  for (int run = 0; run < 7; ++run) {
    auto events = payments.next(2 * count);
    double bare = 0;
    double ours = 0;
    // Alternating, so that a noisy disk meets both alike.
    for (std::size_t i = 0; i < 2 * count; i += 2) {
      double start = wall_seconds();
      const Signature signature = sign_event(officer.key, events[i].signed_bytes);
      if (!verify_event(officer.key.public_key(), events[i].signed_bytes, signature)) std::abort();
      Store::Batch one(**store);
      one.fact(std::to_string(position++), as_text(events[i].signed_bytes));
      if (!(*store)->commit(one)) std::abort();
      bare += wall_seconds() - start;
      start = wall_seconds();
      events[i / 2].signature = sign_event(officer.key, events[i / 2].signed_bytes);
      must(federation.ledger().append(std::span(&events[i / 2], 1)));
      ours += wall_seconds() - start;
    }
    ratios.push_back(bare / ours);
    rates.push_back(static_cast<double>(count) / ours);
    for (std::size_t i = count; i < 2 * count; ++i) {
      events[i].signature = sign_event(officer.key, events[i].signed_bytes);
      must(federation.ledger().append(std::span(&events[i], 1)));
    }
  }
  report_plain("record_one_rate", median(rates), "events/s");
  report("record_one_ratio", median(ratios), "of-bare-synced-write", Target::at_least, 0.85);
}

void bench_callers() {
  Federation federation;
  open_lines(federation);
  std::vector<Officer> officers;
  std::vector<Payments> payments;
  for (int i = 0; i < 16; ++i)
    officers.push_back(federation.appoint("caller" + std::to_string(i), {schema::Role::RECORDER}));
  for (const Officer& officer : officers) payments.emplace_back(federation, officer);
  std::vector<double> ratios;
  const auto rate_of = [&](std::size_t callers, std::size_t each) {
    std::vector<std::vector<SignedEvent>> work;
    for (std::size_t i = 0; i < callers; ++i) work.push_back(payments[i].next(each));
    const double start = wall_seconds();
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < callers; ++i) {
      threads.emplace_back([&, i] {
        for (SignedEvent& event : work[i]) {
          event.signature = sign_event(officers[i].key, event.signed_bytes);
          must(federation.ledger().append(std::span(&event, 1)));
        }
      });
    }
    for (auto& thread : threads) thread.join();
    return static_cast<double>(callers * each) / (wall_seconds() - start);
  };
  for (int run = 0; run < 5; ++run) {
    const double alone = rate_of(1, 100);
    ratios.push_back(rate_of(16, 50) / alone);
  }
  report("record_16_callers_ratio", median(ratios), "of-one-caller", Target::at_least, 3);
}

// Budget execution from its saved view, in milliseconds; the view is first brought up to date.
double report_ms(Federation& federation) {
  ReportRequest request;
  request.year = 2025;
  request.views_folder = federation.dir() + "/views";
  request.root_at = [&](std::uint64_t size) { return federation.ledger().root_at(size); };
  if (!draw_report("budget-execution", federation.ledger(), request)) std::abort();
  return median_of(7, [&] {
    const double start = wall_seconds();
    if (!draw_report("budget-execution", federation.ledger(), request)) std::abort();
    return (wall_seconds() - start) * 1e3;
  });
}

// A growing ledger: cost an event at 10,000 and at `most`, memory, and bytes on disk.
void bench_growth(std::size_t most) {
  Federation federation;
  open_lines(federation);
  Officer officer = federation.appoint("grower", {schema::Role::RECORDER});
  Payments payments(federation, officer);
  std::uint64_t canonical_bytes = 0;
  std::uint64_t count = 0;
  const double memory_before = anonymous_mb();
  double memory_peak = memory_before;
  // CPU time, not wall: what an event costs, whatever the disk is doing.
  const auto grow = [&](std::size_t events_wanted) {
    double cpu = 0;
    for (std::size_t done = 0; done < events_wanted; done += batch) {
      auto events = payments.next(batch);
      for (const SignedEvent& event : events) canonical_bytes += event.signed_bytes.size();
      const double start = cpu_seconds();
      payments.sign(events);
      must(federation.ledger().append(events));
      cpu += cpu_seconds() - start;
      count += batch;
      memory_peak = std::max(memory_peak, anonymous_mb());
    }
    return cpu / static_cast<double>(events_wanted) * 1e6;
  };
  grow(5'000);
  auto samples = payments.next(2 * batch);
  const double start = cpu_seconds();
  for (const SignedEvent& event : samples) {
    const Signature signature = sign_event(officer.key, event.signed_bytes);
    if (!verify_event(officer.key.public_key(), event.signed_bytes, signature)) std::abort();
  }
  report_plain("sign_and_verify_cost", (cpu_seconds() - start) / static_cast<double>(samples.size()) * 1e6, "us/event");
  for (std::size_t done = 0; done < samples.size(); done += batch) {
    std::vector<SignedEvent> some(samples.begin() + static_cast<std::ptrdiff_t>(done),
                                  samples.begin() + static_cast<std::ptrdiff_t>(done + batch));
    payments.sign(some);
    must(federation.ledger().append(some));
  }
  const double small = grow(10'000);
  const double small_report = report_ms(federation);
  grow(most - 35'000);
  const double large = grow(20'000);
  const double large_report = report_ms(federation);
  report("report_from_view", large_report, "ms", Target::at_most, 50);
  report("report_growth", large_report / small_report, "ratio", Target::at_most, 3);
  report_plain("record_cost_10k", small, "us/event");
  report_plain("record_cost_large", large, "us/event");
  report_plain("record_events", static_cast<double>(count), "events");
  report("record_cost_growth", large / small, "ratio", Target::at_most, 1.15);
  // 64 MB beyond caches: the store's block cache may hold 32 MB (log/database.cpp) and is part of this figure.
  report("record_memory_beyond_start", memory_peak - memory_before, "MB", Target::at_most, 64 + 32);
  if (!federation.ledger().compact()) std::abort();
  const auto sizes = federation.ledger().disk_sizes();
  if (!sizes) std::abort();
  const double whole = static_cast<double>(canonical_bytes) + 128.0 * static_cast<double>(count);
  report("disk_log_and_tiles", static_cast<double>(sizes->log + sizes->tiles) / whole, "of-canonical+128",
         Target::at_most, 1.15);
  report_plain("disk_indexes", static_cast<double>(sizes->facts) / static_cast<double>(count), "bytes/event");
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t most = argc > 1 ? std::stoul(argv[1]) : 1'000'000;
  bench_batches();
  bench_one_at_a_time();
  bench_callers();
  bench_growth(most);
}
