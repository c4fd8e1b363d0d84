import JSONText
import PolicyFiles
import Foundation
import PolicyCore
import TestSupport
import Testing
import Policies
import Values

@Suite("Batch files at random")
struct BatchFileLoopTests {
  @Test("what is exported is read back as the same operations", arguments: BatchEncoding.allCases)
  func roundTrip(encoding: BatchEncoding) throws {
    var counts = OperationCounts()
    for seed in 1...150 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let plan = BatchPlan(RandomBatch.operations(for: encoding, edits: 40, using: &generator))
      let data = try BatchEncoder(encoding).body(for: plan.ordered).data
      let file = try BatchFile(data)
      try #require(file.data == data, "seed \(seed)")
      try #require(file.items.map(\.pointer) == plan.entries.map(\.pointer), "seed \(seed)")

      let bases = Dictionary(plan.ordered.compactMap(\.base).map { ($0.id, $0) }) { first, _ in first }
      let read = BatchPlan(file.operations { bases[$0] })
      try #require(read.entries.map(\.pointer) == plan.entries.map(\.pointer), "seed \(seed)")
      for (operation, original) in zip(read.ordered, plan.ordered) {
        try #require(operation.kind == original.kind, "seed \(seed)")
        try #require(operation.base == original.base, "seed \(seed)")
        if operation.kind != .post || encoding == .documented {
          try #require(operation.id == original.id, "seed \(seed)")
        }
        try #require(isSame(operation.result, original.result), "seed \(seed): \(operation) \(original)")
        counts[operation.kind] += 1
      }
      // The same bytes again, so nothing that was sent got lost.
      try #require(try BatchEncoder(encoding).body(for: read.ordered).data == data, "seed \(seed)")
      try #require(try BatchFileContent.difference(in: file) == nil, "seed \(seed)")
    }
    for kind in OperationKind.allCases { #expect(counts[kind] > 10, "\(kind)") }
  }

  /// Whether two results are the same, flags that a new policy was not given being off.
  private func isSame(_ result: PolicyFields?, _ original: PolicyFields?) -> Bool {
    guard let result, let original else { return result == nil && original == nil }
    return result.differences(from: original).allSatisfy { field in
      original[field] == nil && result[field] == .flag(false)
    }
  }

  @Test(
    "no input is too odd: it is refused with its place, or its items say all of it",
    arguments: 1...40 as ClosedRange<UInt64>
  )
  func fuzz(seed: UInt64) throws {
    let samples = BatchFileMutation.samples(seed: 1000 * seed, count: 10)
    var mutation = BatchFileMutation(generator: SeededGenerator(seed: seed))
    var accepted = 0
    for round in 0..<500 {
      let bytes = mutation.input(from: samples)
      let mistakes = BatchFile.mistakes(in: Data(bytes))
      let place = "seed \(seed), round \(round)"
      switch Result(catching: { () throws(Problem) in try BatchFile(Data(bytes)) }) {
      case .success(let file):
        accepted += 1
        try #require(mistakes.isEmpty && file.data == Data(bytes), "\(place): \(mistakes)")
        let difference = try BatchFileContent.difference(in: file)
        try #require(difference == nil, "\(place)")
      case .failure(let problem):
        try #require(problem.kind == .invalid && problem.what.hasSuffix("; nothing was sent."), "\(place): \(problem)")
        try #require(!mistakes.isEmpty, "\(place)")
        let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
        for mistake in mistakes {
          let isPlaced = (1...lines).contains(mistake.line) && (1...(bytes.count + 1)).contains(mistake.column)
          try #require(isPlaced && !mistake.what.isEmpty, "\(place): \(mistake)")
        }
      }
    }
    // Neither answer is the only one.
    #expect(accepted > 20 && accepted < 400, "seed \(seed): \(accepted) accepted")
  }
}
