/// A host name of two labels or more, in the form that DNS uses and in the form that people read.
///
/// Upper case and one final dot are accepted and dropped. International names are read by UTS 46, non-transitional, so
/// `faß.de` and `fass.de` are two names.
package struct HostName: Sendable {
  /// Lower case, A-labels, no final dot: `xn--bcher-kva.example`.
  ///
  /// Two names are equal when these are.
  package let ascii: String
  /// The same with U-labels: `bücher.example`.
  ///
  /// A label that does not decode stays as it is.
  package let unicode: String

  init(ascii: String, unicode: String) {
    self.ascii = ascii
    self.unicode = unicode
  }

  /// A name in the form that DNS uses, of which nothing is checked: to look one up, not to show it.
  package init(canonical ascii: String) { self.init(ascii: ascii, unicode: ascii) }

  /// Whether it has a label that is not plain ASCII to a reader, which begins with `xn--`.
  package var isInternational: Bool {
    let bytes = ascii.utf8.span
    var isAtStart = true
    for index in bytes.indices {
      if isAtStart, index + 4 <= bytes.count, bytes[index] == UInt8(ascii: "x"), bytes[index + 1] == UInt8(ascii: "n"),
        bytes[index + 2] == UInt8(ascii: "-"), bytes[index + 3] == UInt8(ascii: "-")
      {
        return true
      }
      isAtStart = bytes[index] == UInt8(ascii: ".")
    }
    return false
  }

  /// The labels in DNS order, in ASCII form.
  package var labels: [Substring] { ascii.split(separator: ".") }

  /// The labels from the top-level domain down, for an index in which a domain stands before its sub-domains.
  package var reversedLabels: [Substring] { labels.reversed() }

  /// The last label, in ASCII form.
  package var topLevel: Substring { labels.last ?? "" }

  /// The names that this one is below, nearest first, down to two labels: `b.example.com`, `example.com`.
  package var parents: [Substring] {
    var found: [Substring] = []
    var rest = ascii[...]
    while let dot = rest.firstIndex(of: ".") {
      rest = rest[rest.index(after: dot)...]
      guard rest.contains(".") else { break }
      found.append(rest)
    }
    return found
  }

  /// Whether this name is below another one; no name is below itself.
  package func isSubdomain(of other: HostName) -> Bool {
    let name = ascii.utf8
    let parent = other.ascii.utf8
    guard name.count > parent.count + 1 else { return false }
    let tail = name.suffix(parent.count + 1)
    return tail.first == UInt8(ascii: ".") && tail.dropFirst().elementsEqual(parent)
  }
}

extension HostName: Hashable, Comparable {
  package static func == (first: HostName, second: HostName) -> Bool { first.ascii == second.ascii }

  package static func < (first: HostName, second: HostName) -> Bool { first.ascii < second.ascii }

  package func hash(into hasher: inout Hasher) { hasher.combine(ascii) }
}

extension HostName: CustomStringConvertible {
  /// The canonical text, which is the ASCII form.
  package var description: String { ascii }
}
