import Languages
import Patterns
import Synchronization

/// Which expressions of a set match all that another pattern matches, by their languages.
///
/// Only those are compared whose domains meet. Expressions that open names without number may meet any, and so only the
/// first of them are compared with each.
final class ExpressionCovers: Sendable {
  /// How many expressions at one domain, and how many open ones, a pattern is compared with.
  static let limit = 16

  private let entries: [ExpressionIndex.Entry]
  private let filed = Mutex<Filed?>(nil)

  private struct Filed: Sendable {
    var byDomain: [String: [Int]] = [:]
    var open: [Int] = []
  }

  init(_ entries: [ExpressionIndex.Entry]) { self.entries = entries }

  /// Filed when it is first asked for, as every expression has to be judged for it.
  private var files: Filed {
    filed.withLock { filed in
      if let filed { return filed }
      var made = Filed()
      for (place, entry) in entries.enumerated() where entry.kind != .ip {
        guard let decided = entry.judgement.verdict.decided else { continue }
        if decided.isOpen { made.open.append(place) }
        for domain in decided.domains { made.byDomain[domain.name, default: []].append(place) }
      }
      let isWide = made.open.map { entries[$0].judgement.verdict.decided?.everything != nil }
      made.open = zip(made.open, isWide).filter(\.1).map(\.0) + zip(made.open, isWide).filter { !$0.1 }.map(\.0)
      filed = made
      return made
    }
  }

  /// Where the policies are filed whose expressions take every address at a domain, whether they have to match it whole
  /// or not.
  func places(coveringDomain name: HostName) -> [Int] {
    guard !entries.isEmpty else { return [] }
    let registered = PublicSuffix.registrableDomain(of: name) ?? name.ascii
    let sample = "x@\(name.ascii)"
    let near = candidates(at: registered).filter { place in
      entries[place].judgement.whole?.contains(sample) == true
    }
    guard !near.isEmpty, let addresses = MailTexts.addresses(at: name.ascii) else { return [] }
    return near.filter { entries[$0].judgement.covers(addresses) }.map { entries[$0].place }
  }

  /// Where the policies are filed whose other expressions match all that this one matches, and whether they match nothing
  /// else.
  func places(covering judgement: ExpressionJudgement) -> [(place: Int, isEqual: Bool)] {
    guard !entries.isEmpty, judgement.kind != .ip, let decided = judgement.verdict.decided, !decided.matchesNothing
    else { return [] }
    let near =
      decided.isOpen ? files.open.prefix(Self.limit)[...] : decided.domains.first.map { candidates(at: $0.name) }
    return (near ?? []).compactMap { place in
      let other = entries[place].judgement
      guard other !== judgement, other.covers(judgement) else { return nil }
      return (entries[place].place, judgement.covers(other))
    }
  }

  /// Where the policies are filed whose expressions may cover one, or be covered by it.
  func places(near judgement: ExpressionJudgement) -> [Int] {
    guard !entries.isEmpty, judgement.kind != .ip, let decided = judgement.verdict.decided else { return [] }
    if decided.isOpen { return entries.map(\.place) }
    let files = files
    return decided.domains.flatMap { files.byDomain[$0.name] ?? [] }.map { entries[$0].place }
  }

  /// Whether an expression is one of the open ones that are compared with others.
  func isCounted(_ judgement: ExpressionJudgement) -> Bool {
    files.open.prefix(Self.limit).contains { entries[$0].judgement === judgement }
  }

  /// Whether an expression takes every address at a domain, in every reading.
  static func covers(_ judgement: ExpressionJudgement, domain name: HostName) -> Bool {
    guard judgement.whole?.contains("x@\(name.ascii)") == true else { return false }
    return MailTexts.addresses(at: name.ascii).map { judgement.covers($0) } ?? false
  }

  private func candidates(at domain: String) -> ArraySlice<Int> {
    let files = files
    return ((files.byDomain[domain] ?? []).prefix(Self.limit) + files.open.prefix(Self.limit))[...]
  }
}

extension ExpressionIndex.Entry {
  fileprivate var judgement: ExpressionJudgement { .of(source, kind) }
}

extension RegexIndex.Entry {
  var judgement: ExpressionJudgement { .of(regex.expression, kind) }
}

extension ExpressionVerdict.Decided {
  /// Whether it opens names without number, if every branch were held too.
  fileprivate var isOpen: Bool {
    switch hole {
    case .suffix, .open, .unheldEnd: true
    case .dot, .openEnd, nil: everything != nil
    }
  }
}

extension ExpressionJudgement {
  /// Whether it certainly matches all of an address, in either form of its domain.
  func takes(_ address: EmailAddress) -> Bool {
    guard kind != .ip, let whole else { return false }
    return whole.contains("\(address)") && (!address.domain.isInternational || whole.contains(address.unicode))
  }

  /// What it matches as a whole text, as it stands; nil where that is undecided.
  fileprivate var whole: Language? { language(.whole, caseless: false) }

  /// Whether it certainly matches all of some texts.
  fileprivate func covers(_ texts: Language) -> Bool {
    whole.flatMap { try? texts.isSubset(of: $0) } ?? false
  }

  /// Whether it certainly matches all that another one matches: in every reading, both read in the same way.
  fileprivate func covers(_ other: ExpressionJudgement) -> Bool {
    let mindsCase = [self, other].contains { ExpressionVerdict.caseMayMatter(in: $0.source) }
    return Reading.all.allSatisfy { reading in
      if reading.caseless, !mindsCase { return true }
      guard let own = language(reading.extent, caseless: reading.caseless),
        let theirs = LanguageCache.mailPart(of: other.source, reading)
      else { return false }
      // Of two that are compared most have nothing to do with each other: one text tells.
      if let sample = theirs.sample, !own.contains(sample) { return false }
      return (try? theirs.language.isSubset(of: own)) ?? false
    }
  }
}
