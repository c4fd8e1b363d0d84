/// How characters are shown: what ECMA-48 calls the graphic rendition, set by `CSI … m` (SGR).
struct Rendition: Hashable {
  /// What is on, each by its own number of SGR: 1 bold, 2 dim, 3 italic, 4 underline, 5 blink, 7 reverse, 8 hidden.
  struct Attributes: OptionSet, Hashable {
    let rawValue: UInt16

    init(rawValue: UInt16) { self.rawValue = rawValue }
    init(number: Int) { rawValue = 1 << UInt16(number) }

    static let intensity: Attributes = [Attributes(number: 1), Attributes(number: 2)]
    /// Those of which a blank shows something.
    static let seenOnBlanks = Attributes([4, 5, 7, 8, 9].map(Attributes.init(number:)))
    static let numbers = 1...9

    func contains(number: Int) -> Bool { contains(Attributes(number: number)) }
  }

  /// A colour in the notation in which it came; a terminal is told it in the same.
  enum Ink: Hashable {
    case standard
    /// 30 to 37 and 90 to 97; of a background ten more.
    case basic(Int)
    /// `38;5;N` or `38;2;R;G;B`; with colons where the description writes colons.
    case extended([UInt8])
  }

  var attributes: Attributes = []
  var foreground = Ink.standard
  var background = Ink.standard

  /// Whether a blank looks the same in both.
  func showsBlanksAs(_ other: Rendition) -> Bool {
    let seen = attributes.union(other.attributes).intersection(.seenOnBlanks)
    return background == other.background && (seen.isEmpty || self == other)
  }

  // MARK: - Reading

  /// Takes the parameters of one sequence, the bytes between `CSI` and `m`; false, where one is not known.
  mutating func take(_ parameters: ArraySlice<UInt8>) -> Bool {
    var rest = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)[...]
    while let part = rest.popFirst() {
      let number = part.isEmpty ? 0 : Self.number(part)
      switch number {
      case 38 where part.count == 2, 48 where part.count == 2:
        guard let ink = Self.extendedInk(&rest) else { return false }
        if number == 38 { foreground = ink } else { background = ink }
      case let number?:
        guard take(number) else { return false }
      case nil:
        guard let mark = part.firstIndex(of: UInt8(ascii: ":")) else { return false }
        switch Self.number(part[..<mark]) {
        case 38: foreground = .extended(Array(part[mark...]))
        case 48: background = .extended(Array(part[mark...]))
        default: return false
        }
      }
    }
    return true
  }

  private mutating func take(_ number: Int) -> Bool {
    switch number {
    case 0: self = Rendition()
    case 1...5, 7...9: attributes.insert(Attributes(number: number))
    case 22: attributes.subtract(.intensity)
    case 23...25, 27...29: attributes.remove(Attributes(number: number - 20))
    case 30...37, 90...97: foreground = .basic(number)
    case 39: foreground = .standard
    case 40...47, 100...107: background = .basic(number - 10)
    case 49: background = .standard
    default: return false
    }
    return true
  }

  /// The colour behind `38;` or `48;`, which is taken from the parameters that are left.
  private static func extendedInk(_ rest: inout ArraySlice<ArraySlice<UInt8>>) -> Ink? {
    let count = rest.first.flatMap { number($0) }.flatMap { $0 == 5 ? 2 : $0 == 2 ? 4 : nil }
    guard let count, rest.count >= count, rest.prefix(count).allSatisfy({ number($0) != nil }) else { return nil }
    defer { rest.removeFirst(count) }
    return .extended(Array(rest.prefix(count).flatMap { [UInt8(ascii: ";")] + $0 }))
  }

  /// A number of one to three digits.
  private static func number(_ text: ArraySlice<UInt8>) -> Int? {
    guard (1...3).contains(text.count) else { return nil }
    var value = 0
    for byte in text {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    return value
  }

  // MARK: - Writing

  /// The shortest sequence that makes this of what the terminal has; of `nil`, of anything.
  func bytes(from before: Rendition?) -> [UInt8] {
    let anew = ["0"] + sets(from: Rendition())
    let parameters: [String]
    if let before {
      let changed = takesBack(from: before) + sets(from: before)
      parameters = changed.joined().utf8.count + changed.count <= anew.joined().utf8.count + anew.count ? changed : anew
    } else {
      parameters = anew
    }
    let text = parameters == ["0"] ? "" : parameters.joined(separator: ";")
    return [0x1B, UInt8(ascii: "[")] + text.utf8 + [UInt8(ascii: "m")]
  }

  private func takesBack(from before: Rendition) -> [String] {
    let gone = before.attributes.subtracting(attributes)
    var parameters: [String] = []
    if !gone.isDisjoint(with: .intensity) { parameters.append("22") }
    for number in Attributes.numbers where number > 2 && gone.contains(number: number) {
      parameters.append("\(number + 20)")
    }
    return parameters
  }

  private func sets(from before: Rendition) -> [String] {
    var kept = before.attributes
    // what takes one intensity back takes both
    if !kept.subtracting(attributes).isDisjoint(with: .intensity) { kept.subtract(.intensity) }
    var parameters = Attributes.numbers.filter { attributes.subtracting(kept).contains(number: $0) }.map { "\($0)" }
    if foreground != before.foreground { parameters.append(Self.parameter(foreground, offset: 0)) }
    if background != before.background { parameters.append(Self.parameter(background, offset: 10)) }
    return parameters
  }

  private static func parameter(_ ink: Ink, offset: Int) -> String {
    switch ink {
    case .standard: "\(39 + offset)"
    case .basic(let number): "\(number + offset)"
    case .extended(let rest): "\(38 + offset)" + String(decoding: rest, as: UTF8.self)
    }
  }
}
