/// Which characters a person reads most easily: letters before digits before signs, ASCII before the rest.
enum Readability {
  /// The best character of each class but 0, the best of them first.
  static func order(of alphabet: Alphabet) -> [(character: Int, best: Unicode.Scalar)] {
    var best = [UInt64](repeating: .max, count: alphabet.count)
    for index in alphabet.bounds.indices where alphabet.classes[index] != 0 {
      let character = Int(alphabet.classes[index])
      let low = alphabet.bounds[index]
      let high = alphabet.end(ofInterval: index)
      // In each of these stretches characters are the worse the later they come.
      for stretch in stretches where stretch.range.lowerBound <= high && low <= stretch.range.upperBound {
        let scalar = max(low, stretch.range.lowerBound)
        best[character] = min(best[character], stretch.rank << 32 | UInt64(scalar))
      }
    }
    return best.indices.dropFirst()
      .compactMap { character in
        Unicode.Scalar(UInt32(truncatingIfNeeded: best[character])).map { (best[character], character, $0) }
      }
      .sorted { $0.0 < $1.0 }
      .map { ($0.1, $0.2) }
  }

  private static let stretches: [(range: ClosedRange<UInt32>, rank: UInt64)] = [
    (0x61...0x7A, 0), (0x41...0x5A, 1), (0x30...0x39, 2), (0x2E...0x2E, 3), (0x2D...0x2D, 4), (0x5F...0x5F, 5),
    (0x40...0x40, 6), (0x2B...0x2B, 7), (0x21...0x2A, 8), (0x2C...0x2C, 8), (0x2F...0x2F, 8), (0x3A...0x3F, 8),
    (0x5B...0x5E, 8), (0x60...0x60, 8), (0x7B...0x7E, 8), (0x20...0x20, 9),
    // Latin, Greek, Cyrillic letters, then whatever there is.
    (0xE0...0xF6, 10), (0xF8...0x17F, 10), (0x3B1...0x3C9, 11), (0x430...0x44F, 11), (0xA1...0x2027, 12),
    (0x202F...0xD7FF, 13), (0xE000...0x10FFFF, 14), (0xA0...0x10FFFF, 15),
  ]
}
