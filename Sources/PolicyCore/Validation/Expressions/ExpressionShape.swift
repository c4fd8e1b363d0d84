import Languages
import Patterns

/// An expression for mail from one host that is written out, with other names for the host's labels.
///
/// What `.*@mail\.vendor\.com$` opens, `.*@mail\.partner\.com$` opens at another name: an address has one `@`, the name
/// stands behind it, and all that is asked is answered with the name in it. So expressions of one shape are judged once.
/// That is certain only of labels that neither the public suffix list nor a table of hosts has anything to say about, and
/// of the few forms that are read here, which most expressions have; of all others there is no shape.
struct ExpressionShape: Sendable {
  /// The same expression for the other names.
  let source: String
  /// The labels of the host that were replaced, by number of their stand-in.
  private let labels: [String]

  /// Names that no list has, and that no expression has for its own.
  static let standIns = ["qzjaxvq", "qzjbxvq", "qzjcxvq", "qzjdxvq"]
  /// The beginning of each stand-in.
  private static let mark = "qzj"
  /// So long a label may be that two with a sign between them are still one label (RFC 1035, 2.3.4).
  private static let longestLabel = 30

  /// Nil if the expression has none of the forms, or its host is known.
  init?(of source: String, _ rules: SuffixRules) {
    guard let host = LiteralHost(in: source), !source.contains(Self.mark) else { return nil }
    let labels = host.labels.map { String(source[$0]) }
    guard let own = rules.registrableDomain(of: labels.joined(separator: ".")) else { return nil }
    let suffixCount = own.utf8.count { $0 == UInt8(ascii: ".") }
    let registered = labels.count - suffixCount - 1
    guard registered >= 0, !KnownLabels.standard.resemble(labels[registered]) else { return nil }

    var made = ""
    var end = source.startIndex
    var replaced: [String] = []
    for (range, label) in zip(host.labels, labels).prefix(registered + 1) {
      guard label.utf8.count <= Self.longestLabel else { return nil }
      guard replaced.count < Self.standIns.count, !KnownLabels.standard.resemble(label) else { continue }
      made += source[end..<range.lowerBound] + Self.standIns[replaced.count]
      replaced.append(label)
      end = range.upperBound
    }
    self.source = made + source[end...]
    self.labels = replaced
  }

  /// What was said of the shape, said of the expression.
  func restored(_ text: String) -> String {
    guard text.contains(Self.mark) else { return text }
    return zip(Self.standIns, labels).reduce(text) { text, name in
      text.split(separator: name.0, omittingEmptySubsequences: false).joined(separator: name.1)
    }
  }
}

/// Labels that something is known about: those of the public suffix list, of the tables of hosts, and of the examples.
struct KnownLabels: Sendable {
  /// In the order of their bytes, and the same from their ends.
  private let forwards: [[UInt8]]
  private let backwards: [[UInt8]]

  init(_ labels: some Sequence<String>) {
    let known = Set(labels).map { Array($0.utf8) }
    forwards = known.sorted { $0.lexicographicallyPrecedes($1) }
    backwards = known.map { $0.reversed() }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  static let standard: KnownLabels = {
    let tables = DomainTables.consumerMailboxes.union(DomainTables.sharedServices)
    let names = tables.sorted() + (MailTexts.suffixes?.names ?? [])
    return KnownLabels(["evil", "mail", "net", "com"] + names.flatMap { $0.split(separator: ".").map(String.init) })
  }()

  /// Whether a label begins or ends one that is known, or is one.
  func resemble(_ label: String) -> Bool {
    let bytes = Array(label.utf8)
    return Self.begins(forwards, with: bytes) || Self.begins(backwards, with: bytes.reversed())
  }

  private static func begins(_ sorted: [[UInt8]], with bytes: [UInt8]) -> Bool {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle].lexicographicallyPrecedes(bytes) { low = middle + 1 } else { high = middle }
    }
    return low < sorted.count && sorted[low].starts(with: bytes)
  }
}

/// The host that an expression of a common form is written out for.
private struct LiteralHost {
  /// Where its labels stand, first the one furthest to the left.
  private(set) var labels: [Range<String.Index>] = []

  /// What may stand between the `@` and the host, or before it where the expression has no `@`.
  private static let fronts: Set<Substring> = [
    "", "(.*\\.)?", "(?:.*\\.)?", "(.+\\.)?", "(?:.+\\.)?", "([^@]+\\.)?", "([a-z0-9-]+\\.)*", "([a-z0-9-]+\\.)?",
    ".*\\.", ".+\\.", "[^@]+\\.", "[^.]+\\.", ".*",
  ]
  private static let starts: Set<Substring> = [
    "", "^", ".*", "^.*", "(.*\\.)?", "^(.*\\.)?", ".*\\.", "^.*\\.", "[@.]", ".*[@.]", "^.*[@.]", "\\.",
  ]

  init?(in source: String) {
    let text = source.utf8
    var end = source.hasSuffix("$") ? text.index(before: text.endIndex) : text.endIndex
    var looseDots = 0
    // From the end: label, dot, label, as far as it goes.
    while true {
      let start = Self.start(ofLabelEndingAt: end, in: text)
      guard start < end else { break }
      labels.insert(start..<end, at: 0)
      guard let dot = Self.dot(before: start, in: text) else { break }
      if text.index(after: dot) == start { looseDots += 1 }
      end = dot
    }
    // Of names at two loose dots the first by name would depend on the labels.
    guard labels.count >= 2, looseDots < 2, let first = labels.first else { return nil }
    let front = source[..<first.lowerBound]
    guard let at = front.lastIndex(of: "@"), !front.hasSuffix("[@.]") else {
      guard Self.starts.contains(front) else { return nil }
      return
    }
    guard Self.fronts.contains(front[front.index(after: at)...]), Self.isPlain(front[..<at]) else { return nil }
  }

  private static func start(ofLabelEndingAt end: String.Index, in text: String.UTF8View) -> String.Index {
    var start = end
    while start > text.startIndex, isLabel(text[text.index(before: start)]) { start = text.index(before: start) }
    guard start < end, text[start] != UInt8(ascii: "-"), text[text.index(before: end)] != UInt8(ascii: "-"),
      // The character behind a backslash is part of no label.
      start == text.startIndex || text[text.index(before: start)] != UInt8(ascii: "\\")
    else { return end }
    return start
  }

  /// Where the dot between two labels begins, escaped or not.
  private static func dot(before start: String.Index, in text: String.UTF8View) -> String.Index? {
    guard start > text.startIndex else { return nil }
    let dot = text.index(before: start)
    guard text[dot] == UInt8(ascii: "."), dot > text.startIndex else { return nil }
    let before = text.index(before: dot)
    if isLabel(text[before]) { return dot }
    guard text[before] == UInt8(ascii: "\\"), before > text.startIndex, isLabel(text[text.index(before: before)])
    else { return nil }
    return before
  }

  private static func isLabel(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
  }

  /// Whether a text is about the local part alone: no branch outside of groups, nothing that looks ahead or refers back,
  /// no second `@`, no anchor but the first.
  private static func isPlain(_ local: Substring) -> Bool {
    var depth = 0
    var previous: UInt8?
    for (index, byte) in local.utf8.enumerated() {
      defer { previous = previous == UInt8(ascii: "\\") ? nil : byte }
      if previous == UInt8(ascii: "\\") {
        guard ".+-_dw".utf8.contains(byte) else { return false }
        continue
      }
      switch byte {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: "|"): guard depth > 0 else { return false }
      case UInt8(ascii: "^"): guard index == 0 || previous == UInt8(ascii: "[") else { return false }
      case UInt8(ascii: "?"): guard previous != UInt8(ascii: "(") else { return false }
      default: guard isLabel(byte) || ".*+_[]{},\\".utf8.contains(byte) else { return false }
      }
      guard depth >= 0 else { return false }
    }
    return depth == 0
  }
}
