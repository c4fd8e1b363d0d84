/// Languages of given texts, of addresses and of host names.
extension Language {
  /// The empty text only.
  package static let emptyText = texts([""])

  package static func text(_ text: String) -> Language { texts(CollectionOfOne(text)) }

  /// These texts; those with control characters are left out, as everywhere.
  package static func texts(_ texts: some Collection<String>) -> Language {
    var scalars: Set<UInt32> = []
    for text in texts { for scalar in text.unicodeScalars { scalars.insert(scalar.value) } }
    let (alphabet, _) = Alphabet.partition(by: scalars.sorted().map { ScalarSet($0) })
    // A tree of the texts' beginnings; making it minimal folds their ends.
    var tree = DenseAutomaton(classes: alphabet.count)
    tree.start = tree.addState(accepting: false)
    for text in texts where text.unicodeScalars.allSatisfy({ alphabet.classOf($0.value) != 0 }) {
      var state = tree.start
      for scalar in text.unicodeScalars {
        let character = alphabet.classOf(scalar.value)
        if tree.next(state, character) == 0 { tree.connect(state, character, to: tree.addState(accepting: false)) }
        state = tree.next(state, character)
      }
      tree.accepting[Int(state)] = true
    }
    return Language(tree, over: alphabet)
  }

  /// Texts of one character, out of these ranges.
  package static func characters(_ ranges: ClosedRange<Unicode.Scalar>...) -> Language {
    let (alphabet, members) = Alphabet.partition(by: [
      ScalarSet(ranges.map { $0.lowerBound.value...$0.upperBound.value })
    ])
    var states = DenseAutomaton(classes: alphabet.count)
    states.start = states.addState(accepting: false)
    let end = states.addState(accepting: true)
    for character in members[0] { states.connect(states.start, Int(character), to: end) }
    return Language(states, over: alphabet)
  }

  /// All texts that begin with this one.
  package static func prefixed(by text: String) throws(ExpressionFailure) -> Language {
    try Language.text(text).followed(by: .all)
  }

  /// All texts that end with this one.
  package static func suffixed(by text: String) throws(ExpressionFailure) -> Language {
    try Language.all.followed(by: .text(text))
  }

  /// All texts that have this one somewhere.
  package static func containing(_ text: String) throws(ExpressionFailure) -> Language {
    try Language.all.followed(by: .text(text)).followed(by: .all)
  }

  // MARK: - Hosts and addresses

  /// Names of hosts: labels of ASCII letters, digits, `-` and `_`, with dots between them.
  ///
  /// Names in other scripts are their A-labels. Lengths are not limited: a name of 60 letters is like one of 70.
  package static let hostNames = built("[a-z0-9_-]+(\\.[a-z0-9_-]+)*", caseless: false)
  /// Likewise, in either case.
  package static let hostNamesOfAnyCase = built("[a-z0-9_-]+(\\.[a-z0-9_-]+)*", caseless: true)
  /// What may stand before the `@`: any text but the empty one, without another `@` and without a line separator.
  ///
  /// No address has U+2028 or U+2029, and Java's `.` does not match them: with them `.*` would not be for every address.
  /// A quoted local part may have one, and nobody's has: with it `"/x@vendor.com/i"@evil.com` would be an address that
  /// `/x@vendor.com/i` matches.
  package static let localParts = built("[^@\\u2028\\u2029]+", caseless: false)
  static let addressesAnywhere = (try? addresses(at: hostNamesOfAnyCase)) ?? .none
  /// Texts of one letter from a to z, or more.
  package static let letters = built("[a-z]+", caseless: false)

  /// A language that is written down here; an expression with a mistake would be none.
  static func built(_ source: String, caseless: Bool) -> Language {
    (try? Language(source: source, .whole(caseless: caseless), within: .wide)) ?? .none
  }

  /// The host names that a domain has: itself, or itself and all names below it.
  ///
  /// The name is compared as it is given, or in either case.
  package static func domain(
    _ name: String,
    subdomains: Bool,
    caseless: Bool = false
  ) throws(ExpressionFailure) -> Language {
    let itself = Language.text(name)
    let named = caseless ? try itself.caseless() : itself
    guard subdomains else { return named }
    let labels = caseless ? labelsOfAnyCase : labels
    return try labels.followed(by: named)
  }

  private static let labels = built("([a-z0-9_-]+\\.)*", caseless: false)
  private static let labelsOfAnyCase = built("([a-z0-9_-]+\\.)*", caseless: true)

  /// Addresses at these hosts: with any local part, or with one of these.
  package static func addresses(
    at hosts: Language,
    localParts: Language = .localParts
  ) throws(ExpressionFailure) -> Language {
    try localParts.followed(by: .text("@")).followed(by: hosts)
  }

  /// With each text also those that differ from it in the case of ASCII letters only.
  package func caseless(within bounds: Bounds = .standard) throws(ExpressionFailure) -> Language {
    var meter = Meter(bounds)
    // Every class is divided, so that each letter has one of its own and knows where its other case is.
    let letters = (UInt32(0x41)...0x5A).map { ScalarSet($0) } + (UInt32(0x61)...0x7A).map { ScalarSet($0) }
    let (divided, _) = Alphabet.partition(by: letters)
    let (common, own, _) = Alphabet.common(alphabet, divided)
    var folded = NondeterministicAutomaton(classes: common.count, count: states.count)
    folded.add(states, classes: own, offset: 0)
    for scalar in UInt32(0x41)...0x5A {
      for (here, there) in [(scalar, scalar + 32), (scalar + 32, scalar)] {
        let character = common.classOf(here)
        for state in 1..<max(states.count, 1) {
          let target = states.next(UInt32(state), alphabet.classOf(there))
          if target != 0 { folded.connect(UInt32(state), character, to: target) }
        }
      }
    }
    if states.start != 0 { folded.starts = [states.start] }
    for state in 1..<max(states.count, 1) { folded.accepting[state] = states.accepting[state] }
    return Language(try folded.determinised(within: &meter), over: common)
  }
}
