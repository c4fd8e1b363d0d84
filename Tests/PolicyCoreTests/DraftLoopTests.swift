import Policies
import PolicyCore
import TestSupport
import Testing
import Values

@Suite("The draft, at random")
struct DraftLoopTests {
  @Test("any intents and then undo of all is as if nothing had been", arguments: 1...100 as ClosedRange<UInt64>)
  func undoAll(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var draft = Draft()
    var states: [[DraftOperation]] = []
    var log: [DraftChange] = []
    for step in 0..<60 {
      let before = draft.operations
      do {
        let change = try draft.apply(.random(using: &generator))
        if change.isEmpty { try #require(draft.operations == before, "seed \(seed), step \(step)") }
        states.append(before)
        log.append(change)
      } catch is Problem {
        try #require(draft.operations == before, "seed \(seed), step \(step)")
      }
      let operations = draft.operations
      try #require(Set(operations.map(\.id)).count == operations.count, "seed \(seed), step \(step)")
      try #require(operations.map(\.position) == operations.map(\.position).sorted(), "seed \(seed), step \(step)")
      try #require(Set(operations.map(\.position)).count == operations.count, "seed \(seed), step \(step)")
      for operation in operations {
        if case .edit(let base, let edit) = operation.intent {
          // An edit holds exactly what differs.
          try #require(!edit.changes.isEmpty, "seed \(seed), step \(step)")
          try #require(edit.changes.changes(against: base.fields) == edit.changes, "seed \(seed), step \(step)")
        }
      }
    }
    let end = draft.operations
    for (change, before) in zip(log, states).reversed() {
      draft.apply(change, reversed: true)
      try #require(draft.operations == before, "seed \(seed), undo of \(change.title)")
    }
    #expect(draft.isEmpty, "seed \(seed)")
    for change in log { draft.apply(change, reversed: false) }
    #expect(draft.operations == end, "seed \(seed)")
  }

  @Test(
    "the steps of a change say what was there before and what is there now",
    arguments: 1...50 as ClosedRange<UInt64>
  )
  func steps(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var draft = Draft()
    for _ in 0..<40 {
      var expected = draft
      guard let change = try? draft.apply(.random(using: &generator)) else { continue }
      for step in change.steps {
        try #require(expected[step.id] == step.before, "seed \(seed)")
        expected.apply(DraftChange(title: "", steps: [step]), reversed: false)
      }
      try #require(expected.operations == draft.operations, "seed \(seed)")
    }
  }
}
