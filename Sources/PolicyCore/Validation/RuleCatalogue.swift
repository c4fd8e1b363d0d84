package import Values

extension Rule {
  /// Every rule, errors first, in the order in which lists show them.
  package static let all: [Rule] = [
    patternEmpty, patternTooLong, commentTooLong, patternTypeUnknown, emailInvalid, domainInvalid, ipInvalid,
    ipNotPublic, regexInvalid, regexMatchesEverything, publicSuffix, controlCharacter, batchTooLarge,
    batchContradiction, notWritable, patchEmpty,

    regexUnchecked, trustedUnverified, trustedDomain, freemailDomain, ownDomain, exemptDomain, networkTooWide,
    regexUnanchored, nullSender, guardBroken,

    noEffect, severalActions, unverifiedSender, duplicate, shadowed, coversMany, conflictingOverlap, brandDomain,
    regexOpenEnd, neverMatches, regexBacktracking, looksLikeRegex, hostBits, foreignNotation, typographicCharacter,
    homograph, hiddenCharacter,
    notNormalised, noReason, stale, expired,
    deprecatedDisagrees, patternHandOver, recreated,

    verifyWithIP, verifyWithExempt, overDashboard, oneTimeSender, sameMailbox, unreadableField,
  ]

  /// The names of all rules, for completion and for checking a configuration.
  package static var names: [RuleName] { all.map(\.name) }

  /// The rule of that name; nil if there is none.
  package static func named(_ name: RuleName) -> Rule? { all.first { $0.name == name } }

  /// The rule that a person names; throws a ``Problem`` of kind `usage` that says which was probably meant.
  package static func known(as text: String) throws(Problem) -> Rule {
    if let rule = named(RuleName(rawValue: text)) { return rule }
    let near = Spelling.nearest(to: text, among: names.map(\.rawValue)).map { "Did you mean \($0)? " } ?? ""
    throw Problem(
      .usage,
      what: "There is no rule \(text).",
      advice: "\(near)`postern lint --explain all` lists the rules."
    )
  }
}
