import Languages
import Patterns
import Policies
import Values

/// A pattern that matches a text, or may.
struct TextMatch {
  let bucket: Bucket
  /// The readings in which it does.
  var readings: ReadingSet
  /// The readings in which that was not decided.
  var undecided = ReadingSet.none
  /// Why not.
  var reason: String?
}

extension PolicyIndex {
  /// The patterns that match a text in some reading, all readings at once.
  func matches(of text: MatchedText) -> [TextMatch] {
    var matches: [TextMatch] = []
    switch text {
    case .sender(let address), .recipient(let address): addLiterals(matching: address, to: &matches)
    case .ip(let address): addNetworks(containing: address, to: &matches)
    case .server: break
    }
    for entry in expressions.candidates(for: text) {
      if let match = match(of: entry, with: text) { matches.append(match) }
    }
    return matches
  }

  private func addLiterals(matching text: String, to matches: inout [TextMatch]) {
    func add(_ key: PatternKey, _ readings: ReadingSet) {
      if let bucket = bucket(under: key) { matches.append(TextMatch(bucket: bucket, readings: readings)) }
    }
    if let address = try? EmailAddress.parse(text) {
      let folded = address.inLowerCase
      add(.email(address), .all)
      if folded != address { add(.email(folded), .ignoringCase) }
      add(.folded(folded), .ignoringCase)
    }
    guard let at = text.lastIndex(of: "@") else { return }
    var rest = text[text.index(after: at)...].lowercased()[...]
    add(.domain(HostName(canonical: String(rest))), .all)
    while let dot = rest.firstIndex(of: ".") {
      rest = rest[rest.index(after: dot)...]
      add(.domain(HostName(canonical: String(rest))), .coveringSubdomains)
    }
  }

  private func addNetworks(containing address: IPAddress, to matches: inout [TextMatch]) {
    let own = Network(address, prefixLength: address.family.bitWidth)
    for network in networks.containers(of: own) + [own] {
      if let bucket = bucket(under: .network(network)) { matches.append(TextMatch(bucket: bucket, readings: .all)) }
    }
  }

  private func match(of entry: ExpressionIndex.Entry, with text: MatchedText) -> TextMatch? {
    guard entry.sees(text.kind, in: .widest) else { return nil }
    let seen = entry.sees(text.kind, in: .widest.turned(.servers)) ? ReadingSet.all : .seeingServers
    var match = TextMatch(bucket: bucket(at: entry.place), readings: .none)
    for (reading, places) in ReadingSet.byExpression {
      do throws(ExpressionFailure) {
        let language = try expressions.shelf.language(of: entry.source, reading)
        if language.contains(text.text) { match.readings.formUnion(places.intersection(seen)) }
      } catch .undecided(let reason, _) {
        match.undecided.formUnion(places.intersection(seen))
        match.reason = reason.description
      } catch {
        // What is no expression matches nothing.
        return nil
      }
    }
    return match.readings.isEmpty && match.undecided.isEmpty ? nil : match
  }
}
