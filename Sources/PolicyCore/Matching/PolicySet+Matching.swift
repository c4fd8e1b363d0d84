import Languages
import Patterns
package import Policies
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

  /// Every policy that matches a text, in the order of the list, those of the batch last.
  package func policies(matching text: MatchedText, in reading: ServerReading) -> [AllowPolicy] {
    everyPolicy { index in
      var buckets: [Bucket] = []
      index.eachBucket(matching: text, in: reading) { bucket, _ in buckets.append(bucket) }
      return buckets
    }
  }

  /// Every policy with an expression of which it could not be decided whether it matches a text, and why.
  package func undecided(on text: MatchedText, in reading: ServerReading) -> [(policy: AllowPolicy, reason: String)] {
    var reasons: [PolicyID: String] = [:]
    return everyPolicy { index in
      index.expressions.undecided(on: text, in: reading).map { entry, reason in
        let bucket = index.bucket(at: entry.place)
        for row in bucket.rows { reasons[index.members.table[row].id] = reason.description }
        return bucket
      }
    }.map { ($0, reasons[$0.id] ?? "") }
  }

  private func everyPolicy(in buckets: (PolicyIndex) -> [Bucket]) -> [AllowPolicy] {
    var rows = Set(buckets(base).flatMap(\.rows)).filter { !isHidden($0) }.sorted().map { base.members[$0] }
    if let overlay {
      rows += Set(buckets(overlay).flatMap(\.rows)).sorted().map { overlay.members[$0] }
    }
    return rows
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
    switch text {
    case .sender(let address), .recipient(let address): eachLiteral(matching: address, in: reading, body)
    case .ip(let address): eachNetwork(containing: address, body)
    case .server: break
    }
    for (entry, language) in expressions.matching(text, in: reading) { body(bucket(at: entry.place)) { language } }
  }

  private func eachLiteral(
    matching text: String,
    in reading: ServerReading,
    _ body: (_ bucket: Bucket, _ language: () -> Language?) -> Void
  ) {
    if let address = try? EmailAddress.parse(text) {
      let spelling = reading.ignoresCase ? address.inLowerCase : address
      for key in reading.ignoresCase ? [PatternKey.email(spelling), .folded(spelling)] : [.email(spelling)] {
        guard let bucket = bucket(under: key) else { continue }
        body(bucket) { PolicyReach.language(of: spelling, in: reading) }
      }
    }
    guard let at = text.lastIndex(of: "@") else { return }
    // Names too that nobody can have: what is decided is decided over them as well.
    var rest = text[text.index(after: at)...].lowercased()[...]
    while true {
      let domain = HostName(canonical: String(rest))
      if let bucket = bucket(under: .domain(domain)) { body(bucket) { PolicyReach.language(of: domain, in: reading) } }
      guard reading.coversSubdomains, let dot = rest.firstIndex(of: ".") else { return }
      rest = rest[rest.index(after: dot)...]
    }
  }

  private func eachNetwork(
    containing address: IPAddress,
    _ body: (_ bucket: Bucket, _ language: () -> Language?) -> Void
  ) {
    let own = Network(address, prefixLength: address.family.bitWidth)
    for network in networks.containers(of: own) + [own] {
      guard let bucket = bucket(under: .network(network)) else { continue }
      body(bucket) { PolicyReach.language(of: network) }
    }
  }
}
