import Patterns
import Values

/// The distinct expressions of a set, and which of them may take a text, found without trying each.
///
/// Each expression is filed under a few letters in a row that everything it takes must hold, the rarest there are. A text
/// is then tried only on expressions whose letters it has. Those that demand no three letters are tried on every text,
/// and so only the first of them are.
struct RegexIndex: Sendable {
  struct Entry: Sendable {
    let regex: PatternRegex
    let kind: PatternKind

    var pattern: ParsedPattern { .regex(regex, kind: kind) }
    var key: PatternKey { .regex(ByBytes(regex.expression), kind) }
    var isForNetworks: Bool { kind == .ip }
    /// Whether a match may take very long; such an expression is told of, and tried on no other policy.
    var isSlow: Bool { regex.shape.backtracking != nil }
    /// Whether everything that it takes ends in one of the domains that it names.
    var isClosed: Bool { regex.shape.everyWayNamesDomain && regex.shape.domains.allSatisfy(\.isHeld) }

    /// The domains in one of which everything ends that it takes; nil where it takes something else too.
    var closedHosts: [HostName]? {
      let hosts = regex.shape.domains.compactMap { try? HostName.parse($0.name) }
      return isClosed && !isForNetworks && hosts.count == regex.shape.domains.count ? hosts : nil
    }

    /// Whether the expression matches all of an address or a single network address, in every form that it has.
    ///
    /// `text` is the canonical one of the pattern.
    func covers(_ pattern: ParsedPattern, _ text: String) -> Bool {
      switch pattern {
      case .email(let address): matches(text) && (!address.domain.isInternational || matches(address.unicode))
      case .network(let network): network.isSingleAddress && matches(text)
      case .domain, .regex: false
      }
    }

    private func matches(_ text: String) -> Bool { regex.match(text, .whole) == .matched }
  }

  /// How many expressions that demand no letters are tried on every text.
  static let broadLimit = 16

  private(set) var entries: [Entry] = []
  /// Those that take every text, of which nothing has to be tried.
  private(set) var takingAnything: [Int] = []
  private var broad: [Int] = []
  private var byLetters: [Letters: [Int]] = [:]
  /// One bit for each slot of letters that is filed, so that a text without any costs next to nothing.
  private var isFiled = [UInt64](repeating: 0, count: 1024)

  init() {}

  /// Files expressions; `letters` tells how common each three letters are among the texts.
  init(_ entries: [Entry], letters: LetterCounts) {
    self.entries = entries
    for (place, entry) in entries.enumerated() {
      let shape = entry.regex.shape
      if shape.takesAnything {
        takingAnything.append(place)
      } else if entry.isSlow {
        continue
      } else if let rarest = letters.rarest(in: shape.requiredText) {
        byLetters[rarest, default: []].append(place)
        isFiled[rarest.slot >> 6] |= 1 << UInt64(rarest.slot & 63)
      } else {
        broad.append(place)
      }
    }
  }

  /// The places of the expressions that may take a text, without those that take anything.
  ///
  /// Each may be named more than once.
  func candidates(for text: String, _ body: (Int) -> Void) {
    guard !entries.isEmpty else { return }
    for place in broad.prefix(Self.broadLimit) { body(place) }
    eachByLetters(in: text, body)
  }

  private func eachByLetters(in text: String, _ body: (Int) -> Void) {
    guard !byLetters.isEmpty else { return }
    Letters.each(in: text) { letters in
      guard isFiled[letters.slot >> 6] >> UInt64(letters.slot & 63) & 1 == 1 else { return }
      for place in byLetters[letters] ?? [] { body(place) }
    }
  }
}

/// Three or six octets in a row, ASCII in lower case.
struct Letters: Hashable, Sendable {
  private let bits: UInt64

  /// One of 65,536.
  var slot: Int { Int((bits &* 0x9E37_79B9_7F4A_7C15) >> 48) }

  static func each(in text: String, _ body: (Letters) -> Void) {
    var bits: UInt64 = 0
    var count = 0
    for byte in text.utf8 {
      bits = bits << 8 | UInt64((0x41...0x5a).contains(byte) ? byte | 0x20 : byte)
      count += 1
      if count >= 3 { body(Letters(bits: bits & 0xff_ffff)) }
      if count >= 6 { body(Letters(bits: bits & 0xffff_ffff_ffff)) }
    }
  }
}

/// How often each few letters occur in some texts, by slot.
struct LetterCounts: Sendable {
  private var counts = [UInt32](repeating: 0, count: 65_536)

  mutating func count(_ text: String) {
    Letters.each(in: text) { counts[$0.slot] += 1 }
  }

  /// The rarest letters of a text; nil if it is shorter than three.
  func rarest(in text: String) -> Letters? {
    var best: Letters?
    Letters.each(in: text) { letters in
      if let known = best, counts[known.slot] <= counts[letters.slot] { return }
      best = letters
    }
    return best
  }
}
