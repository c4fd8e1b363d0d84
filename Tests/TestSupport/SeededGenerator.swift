import Foundation

/// Random numbers that come again with the same seed (SplitMix64), so that a failing loop can be repeated.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    self.state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

extension SeededGenerator {
  /// A new seed, or that of `POSTERN_TEST_SEED`, printed with the name of the loop that uses it.
  package static func announced(_ loop: String) -> SeededGenerator {
    let asked = ProcessInfo.processInfo.environment["POSTERN_TEST_SEED"].flatMap(UInt64.init)
    let seed = asked ?? UInt64.random(in: .min ... .max)
    print("\(loop): seed \(seed)")
    return SeededGenerator(seed: seed)
  }

  /// A text made of pieces that matter to a parser, up to a number of them.
  package mutating func text(of pieces: [String], upTo limit: Int) -> String {
    (0..<Int.random(in: 0...limit, using: &self)).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
  }
}
