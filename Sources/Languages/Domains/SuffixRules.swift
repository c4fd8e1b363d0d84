/// The rules of the public suffix list (publicsuffix.org): under which names anybody can register one.
///
/// They are kept as a tree of characters, names read from their ends, so that an automaton that reads host names from
/// their ends can walk beside it (``OpenedDomains``).
package struct SuffixRules: Sendable {
  /// The part of the list that has a rule.
  package enum Section: Hashable, Sendable {
    /// Delegated by ICANN: `com`, `co.uk`.
    case icann
    /// Offered by a company to its customers: `github.io`.
    case `private`
  }

  /// What the list says of the name that ends at a node.
  struct Marks: OptionSet, Sendable {
    let rawValue: UInt8
    /// The name is a suffix.
    static let rule = Marks(rawValue: 1)
    /// Each name one label longer is a suffix.
    static let wildcard = Marks(rawValue: 2)
    /// The name is none, although a wildcard would make it one.
    static let exception = Marks(rawValue: 4)
    static let isPrivate = Marks(rawValue: 8)

    var section: Section { contains(.isPrivate) ? .private : .icann }
  }

  struct Node: Sendable {
    var byte: UInt8
    var marks: Marks = []
    /// The node one character nearer to the end of the name.
    var parent: Int32 = 0
    /// The first of the nodes one character further on, and the next one beside this; 0 for none.
    var child: Int32 = 0
    var sibling: Int32 = 0
  }

  /// The node at 0 is the end of all names.
  private(set) var nodes = [Node(byte: 0)]
  /// How many rules were read.
  package private(set) var count = 0

  /// Reads the list's file; `ascii` gives a name's A-labels, or nil for no name.
  ///
  /// A line is a rule up to its first blank; `//` begins a comment. Rules that are no names are left out. With `*.ck` the
  /// name `ck` is a suffix too.
  package init(list: String, ascii: (String) -> String?) {
    var isPrivate = false
    for line in list.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("//") {
        if line.contains("===BEGIN PRIVATE DOMAINS===") { isPrivate = true }
        if line.contains("===END PRIVATE DOMAINS===") { isPrivate = false }
        continue
      }
      guard var rule = line.split(whereSeparator: \.isWhitespace).first else { continue }
      var marks: Marks = isPrivate ? [.isPrivate] : []
      if rule.hasPrefix("!") {
        marks.insert(.exception)
        rule = rule.dropFirst()
      } else if rule.hasPrefix("*.") {
        // As libpsl has it: what all names one label longer than it are, it is itself.
        marks.formUnion([.wildcard, .rule])
        rule = rule.dropFirst(2)
      } else {
        marks.insert(.rule)
      }
      let isPlain = rule.utf8.allSatisfy { $0 < 128 }
      guard let name = isPlain ? rule.lowercased() : ascii(String(rule)), !name.isEmpty, !name.contains("*") else {
        continue
      }
      insert(name, marks)
      count += 1
    }
  }

  private mutating func insert(_ name: String, _ marks: Marks) {
    var node = 0
    for byte in name.utf8.reversed() { node = child(of: node, byte) ?? addChild(to: node, byte) }
    nodes[node].marks.formUnion(marks)
  }

  private mutating func addChild(to node: Int, _ byte: UInt8) -> Int {
    nodes.append(Node(byte: byte, parent: Int32(node), sibling: nodes[node].child))
    nodes[node].child = Int32(nodes.count - 1)
    return nodes.count - 1
  }

  func child(of node: Int, _ byte: UInt8) -> Int? {
    var child = Int(nodes[node].child)
    while child != 0 {
      if nodes[child].byte == byte { return child }
      child = Int(nodes[child].sibling)
    }
    return nil
  }

  /// What was read to get to a node: its name from the end.
  func path(to node: Int) -> [UInt8] {
    var path: [UInt8] = []
    var node = node
    while node != 0 {
      path.append(nodes[node].byte)
      node = Int(nodes[node].parent)
    }
    return path.reversed()
  }

  // MARK: - Names

  /// All names that have a rule.
  package var names: [String] {
    nodes.indices.compactMap {
      nodes[$0].marks.isEmpty ? nil : String(decoding: path(to: $0).reversed(), as: UTF8.self)
    }
  }

  /// The longest public suffix that a host name ends with, as a number of its labels, and the section of its rule.
  ///
  /// Where no rule holds it is the last label, and no section: the list's own rule for what it does not know.
  private func suffix(ofLabels labels: [Substring]) -> (count: Int, section: Section?) {
    var best: (count: Int, section: Section?) = (1, nil)
    var node: Int? = 0
    var wildSection: Section?
    for (index, label) in labels.reversed().enumerated() {
      let length = index + 1
      if index > 0 { node = node.flatMap { child(of: $0, UInt8(ascii: ".")) } }
      for byte in label.utf8.reversed() { node = node.flatMap { child(of: $0, byte) } }
      let marks = node.map { nodes[$0].marks } ?? []
      // An exception is a name like any other: what it stands under is the suffix.
      if marks.contains(.exception) { return (length - 1, wildSection ?? best.section) }
      if let wildSection { best = (length, wildSection) }
      if marks.contains(.rule) { best = (length, marks.section) }
      wildSection = marks.contains(.wildcard) ? marks.section : nil
      if node == nil { break }
    }
    return best
  }

  /// The name that somebody registered and this one is at or below, in lower case: `example.co.uk` for
  /// `mail.example.co.uk`.
  ///
  /// Nil for a public suffix, and for what is no name of labels with dots between them.
  package func registrableDomain(of name: String) -> String? {
    let labels = name.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    guard !labels.contains(where: \.isEmpty) else { return nil }
    let length = suffix(ofLabels: labels).count + 1
    return labels.count >= length ? labels.suffix(length).joined(separator: ".") : nil
  }

  /// The section of the rule that makes a name a public suffix; nil if no rule does.
  package func section(of name: String) -> Section? {
    let labels = name.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    guard !labels.isEmpty, !labels.contains(where: \.isEmpty) else { return nil }
    let suffix = suffix(ofLabels: labels)
    return suffix.count == labels.count ? suffix.section : nil
  }
}
