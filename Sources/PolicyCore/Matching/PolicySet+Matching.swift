import Languages
import Patterns
import Policies
import Values

extension PolicySet {
  /// The languages of the policies, besides one, that match a text and grant as much as is asked for.
  ///
  /// Those of which it was not decided are left out, and so are those whose fields cannot be read.
  func languages(
    granting level: Grants,
    to text: MatchedText,
    in reading: ServerReading,
    besides place: Place
  ) -> [Language] {
    var languages: [Language] = []
    _ = rows(besides: place) { index, isThere, _ in
      index.eachBucket(matching: text, in: reading) { bucket, language in
        guard bucket.grants(level, where: isThere), let language = language() else { return }
        languages.append(language)
      }
    }
    return languages
  }

  /// Whether a policy, besides one, matches a text and grants as much as is asked for.
  func grants(_ level: Grants, to text: MatchedText, in reading: ServerReading, besides place: Place) -> Bool {
    var isGranted = false
    _ = rows(besides: place) { index, isThere, _ in
      index.eachBucket(matching: text, in: reading) { bucket, _ in
        isGranted = isGranted || bucket.grants(level, where: isThere)
      }
    }
    return isGranted
  }

  /// Whether there are expressions at all.
  var hasExpressions: Bool { !base.expressions.isEmpty || overlay?.expressions.isEmpty == false }

  /// Whether an expression may match a text in some reading.
  func mayMatch(_ text: String) -> Bool {
    base.expressions.mayMatch(text) || overlay?.expressions.mayMatch(text) == true
  }
}

extension Bucket {
  /// Whether one of its rows grants as much as is asked for.
  func grants(_ level: Grants, where isWanted: (Int) -> Bool) -> Bool {
    var found: [FoundRow] = []
    add(where: isWanted, to: &found)
    return found.contains { $0.grants.certainlyGrant(level) }
  }
}

extension PolicyIndex {
  /// Goes over the patterns that match a text, each with a way to its language; nil where none is to be had.
  func eachBucket(
    matching text: MatchedText,
    in reading: ServerReading,
    _ body: (_ bucket: Bucket, _ language: () -> Language?) -> Void
  ) {
    eachLiteral(matching: text) { bucket, readings, pattern in
      if readings.contains(reading) { body(bucket) { PolicyReach.language(of: pattern, in: reading) } }
    }
    for (entry, language) in expressions.matching(text, in: reading) { body(bucket(at: entry.place)) { language } }
  }

  /// Goes over the patterns without an expression that match a text in some reading.
  ///
  /// Each comes with those readings, and with a pattern that matches the same in them.
  func eachLiteral(
    matching text: MatchedText,
    _ body: (_ bucket: Bucket, _ readings: ReadingSet, _ pattern: ParsedPattern) -> Void
  ) {
    switch text {
    case .sender(let text), .recipient(let text):
      eachAddress(matching: text, body)
      eachDomain(matching: text, body)
    case .ip(let address):
      let own = Network(address, prefixLength: address.family.bitWidth)
      for network in networks.containers(of: own) + [own] {
        if let bucket = bucket(under: .network(network)) {
          body(bucket, .all, .network(network))
        }
      }
    case .server: break
    }
  }

  private func eachAddress(
    matching text: String,
    _ body: (_ bucket: Bucket, _ readings: ReadingSet, _ pattern: ParsedPattern) -> Void
  ) {
    guard let address = try? EmailAddress.parse(text) else { return }
    let folded = address.inLowerCase
    let keys: [(key: PatternKey, readings: ReadingSet)] =
      [(.email(address), .all), (.folded(folded), .ignoringCase)]
      + (folded == address ? [] : [(.email(folded), .ignoringCase)])
    for (key, readings) in keys {
      guard let bucket = bucket(under: key) else { continue }
      body(bucket, readings, .email(address))
    }
  }

  private func eachDomain(
    matching text: String,
    _ body: (_ bucket: Bucket, _ readings: ReadingSet, _ pattern: ParsedPattern) -> Void
  ) {
    guard let at = text.lastIndex(of: "@") else { return }
    // Names too that nobody can have: what is decided is decided over them as well.
    var rest = text[text.index(after: at)...].lowercased()[...]
    var readings = ReadingSet.all
    while true {
      let domain = HostName(canonical: String(rest))
      if let bucket = bucket(under: .domain(domain)) {
        body(bucket, readings, .domain(domain))
      }
      guard let dot = rest.firstIndex(of: ".") else { return }
      rest = rest[rest.index(after: dot)...]
      readings = .coveringSubdomains
    }
  }
}
