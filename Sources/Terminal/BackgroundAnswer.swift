package import Canvas

/// The colour of the terminal's background, as it answers OSC 11.
package enum BackgroundAnswer {
  static let question = "\u{1B}]11;?\u{07}"

  /// Reads what stands between the introducer and the terminator: `11;rgb:` and three numbers of 1 to 4 hex digits.
  ///
  /// `rgba:` with a fourth number is understood as well; that number is left out of account.
  package static func color(in answer: some StringProtocol) -> Color? {
    guard answer.hasPrefix("11;rgb") else { return nil }
    let parts = answer.dropFirst(6).drop { $0 == "a" }
    guard parts.first == ":" else { return nil }
    let values = parts.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { component($0) }
    guard values.count == 3 || values.count == 4, let red = values[0], let green = values[1], let blue = values[2]
    else {
      return nil
    }
    return .rgb(red, green, blue)
  }

  /// A number of any length stands for a part of the largest one of that length.
  private static func component(_ digits: some StringProtocol) -> UInt8? {
    guard (1...4).contains(digits.utf8.count), let value = UInt32(digits, radix: 16) else { return nil }
    let largest = UInt32(1) << UInt32(4 * digits.utf8.count) - 1
    return UInt8((value * 255 + largest / 2) / largest)
  }
}
