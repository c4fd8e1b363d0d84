/// A pseudo-random sequence that is the same for a seed on every system and in every release.
///
/// The algorithm is SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014). The
/// standard library's own helpers are not used on top of it, since how they consume numbers is not promised.
struct SeededRandom: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Gives a number from zero up to, not including, the bound, which is at least 1.
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Gives true so many times in ten thousand.
  mutating func chance(_ inTenThousand: Int) -> Bool { below(10_000) < inTenThousand }

  /// Gives one of the choices, which are not empty.
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }

  /// Gives the text of a random (version 4) UUID, in lower case.
  mutating func uuid() -> String {
    let high = next() & 0xFFFF_FFFF_FFFF_0FFF | 0x0000_0000_0000_4000
    let low = next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    let digits = hex(high) + hex(low)
    let cuts = [0, 8, 12, 16, 20, 32]
    return zip(cuts, cuts.dropFirst())
      .map { start, end in digits.dropFirst(start).prefix(end - start) }
      .joined(separator: "-")
  }

  private func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
