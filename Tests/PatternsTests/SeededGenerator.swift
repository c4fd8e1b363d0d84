/// SplitMix64: the same seed gives the same run, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  /// A new seed, printed with the name of the loop that uses it.
  static func announced(_ loop: String) -> SeededGenerator {
    let seed = UInt64.random(in: .min ... .max)
    print("\(loop): seed \(seed)")
    return SeededGenerator(seed: seed)
  }

  /// A text made of pieces that matter to a parser, up to a number of them.
  mutating func text(of pieces: [String], upTo limit: Int) -> String {
    (0..<Int.random(in: 0...limit, using: &self)).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
  }
}
