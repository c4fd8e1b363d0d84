import Canvas
import Foundation
import Policies
import PolicyCore
import PolicyUI
import TestSupport
import Testing

@testable import postern

/// Keys are meant for the screen that they were pressed for, however quickly they come.
@Suite("Typing ahead")
struct TypeAheadTests {
  /// What a person types in one go; the letters of a filter are keys too.
  private static let commands: [[String]] = [
    ["j"], ["k"], ["G"], ["g"], ["ctrl-d"], ["space"], ["space", "space"], ["t"], ["a"], ["v"], ["x"], ["d"],
    ["d", "d"],
    ["u"], ["ctrl-r"], ["-"], ["*"], ["i"], ["."], ["s", "esc"], ["S"], ["p"], ["f"], ["f", "f"], ["f", "esc"],
    ["r", "d"], ["r", "d", "d", "esc"], ["r", "4", "esc"], ["r", "u", "esc"], ["r", "esc"], ["r", "e", "esc"],
    ["U", "j", "enter"], ["U", "esc"], ["H", "esc"], ["?", "esc"], [":", "u", "n", "d", "o", "enter"],
    ["enter", "tab", "tab", "tab", "space", "enter"], ["enter", "esc"], ["n", "a", "@", "b", ".", "c", "esc", "y"],
    ["/", "v", "e", "n", "1", "enter"], ["/", "t", "r", "u", "s", "t", "e", "d", ":", "y", "e", "s", "enter"],
    ["/", "o", "p", ":", "a", "n", "y", "enter"], ["/", "esc"], ["esc"],
    ["5", "j"], ["3", "G"], ["2", "space"], ["7", "esc"], ["4", "t"], ["J"], ["l"], ["h"], [">"],
    ["#", "tab", "j", "enter"], ["#", "esc"], [",", "G", "space", "esc"],
  ]

  private static func rounds() -> Int {
    ProcessInfo.processInfo.environment["POSTERN_TYPE_AHEAD_ROUNDS"].flatMap { Int($0) } ?? 3
  }

  @Test(
    "keys in bursts do what they do one at a time: to the draft, to the state and on the screen",
    arguments: [false, true]
  )
  func bursts(isServiceSlow: Bool) async throws {
    var generator = SeededGenerator.announced("typing ahead\(isServiceSlow ? ", the service slow" : "")")
    // Over a slow service the list is read again while one types.
    // There esc gives up a list that is on its way, and what it gives up is a matter of when.
    let commands =
      isServiceSlow
      ? Self.commands.filter { $0 != ["esc"] } + [["R"], ["R", "t"], ["R", "r", "d"], ["R", "n", "esc"]] : Self.commands
    for round in 0..<Self.rounds() {
      let policies = ScreenLoop.policies(40, using: &generator)
      let keys = (0..<25).flatMap { _ in commands.randomElement(using: &generator) ?? [] }
      let (slow, quick) = (try ScreenLoop(policies), try ScreenLoop(policies))
      if isServiceSlow {
        for screen in [slow, quick] {
          let delay = Int.random(in: 1...40, using: &generator)
          screen.service.beforeRead { _ in try? await Task.sleep(for: .milliseconds(delay)) }
        }
      }
      try await slow.rest()
      try await quick.rest()
      for key in keys {
        slow.press([key])
        try await slow.settle()
      }
      var rest = keys[...]
      while !rest.isEmpty {
        let burst = rest.prefix(Int.random(in: 1...7, using: &generator))
        rest = rest.dropFirst(burst.count)
        quick.send(together: Array(burst))
        // Sometimes what was ordered has time, and sometimes it has none.
        if Bool.random(using: &generator) { try await quick.settle() }
      }
      for screen in [slow, quick] {
        try await screen.rest()
        if isServiceSlow { screen.press(["R"]) }
        try await screen.rest()
      }
      let pair = (drafted(slow), drafted(quick))
      #expect(pair.0 == pair.1, "round \(round): \(keys.joined(separator: " "))")
      #expect(slow.draw().lines() == quick.draw().lines(), "round \(round): \(keys.joined(separator: " "))")
      #expect(slow.state.browse.marks == quick.state.browse.marks)
      #expect(slow.state.browse.selectedID == quick.state.browse.selectedID)
      if pair.0 != pair.1 { break }
    }
  }

  private func drafted(_ screen: ScreenLoop) -> [String] {
    screen.state.draft.draft.operations.map { "\($0.id) \($0.kind) \(String(describing: $0.result))" }
  }

  @Test("what is pressed while the review is prepared is meant for the review")
  func review() async throws {
    var generator = SeededGenerator.announced("the review")
    let screen = try ScreenLoop(ScreenLoop.policies(20, using: &generator))
    try await screen.rest()
    screen.press(["t", "j", "t"])
    try await screen.settle()
    #expect(screen.state.draft.draft.count == 2)
    screen.send(together: ["r", "d"])
    try await screen.settle()
    #expect(screen.state.draft.draft.count == 1)
    #expect(screen.state.draft.draft.counts[.delete] == 0)
    #expect(screen.state.context == .review)
    screen.press(["esc"])
    screen.send(together: ["r", "4"])
    try await screen.settle()
    #expect(screen.draw().lines().contains { $0.contains("[4 Request]") })
  }

  @Test("ctrl-c waits for nothing, and drops what waits")
  func interrupt() async throws {
    var generator = SeededGenerator.announced("the interrupt")
    let screen = try ScreenLoop(ScreenLoop.policies(20, using: &generator))
    try await screen.rest()
    screen.send(together: ["t", "n", "a", "ctrl-c"])
    #expect(screen.state.held.isEmpty)
    try await screen.rest()
    #expect(screen.state.layers.isEmpty)
    #expect(screen.state.draft.draft.count == 1)
  }
}
