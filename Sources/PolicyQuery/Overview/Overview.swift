package import Policies
package import PolicyCore

/// An account at a glance: its policies by what they grant, by age, by what was found and by domain, and the mail that they
/// let through.
///
/// The screen and the report show this one value, so that they can never say different things.
package struct Overview: Equatable, Sendable {
  /// How many policies there are, new ones of the draft included.
  package let policies: Int
  /// False while the policies are not judged: then nothing is said of dangers.
  package let isJudged: Bool
  /// In the order in which they are read; those about mail only where mail was read.
  package let sections: [Section]
  /// Nil where no mail was read, and while it is not known what it says.
  package let mail: Mail?
  /// False while it is not known what the mail says that is kept, if any is.
  package let knowsMail: Bool

  /// Some bars that belong together.
  package struct Section: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable {
      case grants
      case ages
      case findings
      case domains
      case dangerDomains
      case mailDomains
      case mailPolicies
    }

    package let kind: Kind
    package let bars: [Bar]
    /// How many lower ones there are beside these.
    package let others: Int
    /// Of how many the bars are shares: policies, or messages that were let through.
    package let whole: Int
  }

  /// How many have something in common.
  package struct Bar: Hashable, Sendable {
    /// What that is, in words or by its own name.
    package let label: String
    package let count: Int
    /// What the table is filtered by to show the policies: just those that were counted, where policies are.
    package let filter: String
    /// How much it matters; nil where that is nothing to be judged.
    package var level: FindingLevel?
    /// The policy that it is about, where it is one alone.
    package var policy: PolicyID?
  }

  /// The mail that was read, and what policies did with it.
  package struct Mail: Hashable, Sendable {
    package let passed: PassedMail
    /// How many policies let something through.
    package let used: Int
    /// How many messages were let through by a pattern and grant that no policy of the list has.
    package let strangers: Int
  }

  /// All bars, in their order.
  package var bars: [Bar] { sections.flatMap(\.bars) }

  /// More bars than these of one section nobody reads.
  package static let mostBars = 8
}

extension Overview.Section.Kind {
  package var title: String {
    switch self {
    case .grants: "What they grant"
    case .ages: "Age"
    case .findings: "What was found"
    case .domains: "Domains by policies"
    case .dangerDomains: "Domains by policies in danger"
    case .mailDomains: "Domains by mail let through"
    case .mailPolicies: "Policies by mail let through"
    }
  }

  /// Whether the bars count messages; else they count policies.
  package var countsMail: Bool {
    switch self {
    case .grants, .ages, .findings, .domains, .dangerDomains: false
    case .mailDomains, .mailPolicies: true
    }
  }

  /// What its bars count, one and several.
  package var nouns: (one: String, many: String) { countsMail ? ("message", "messages") : ("policy", "policies") }
}

extension Overview.Bar {
  /// Its share of a whole in words: `17%`, `<1%`.
  package func share(of whole: Int) -> String {
    // In two steps, so that no count of messages is too large.
    let percent = whole <= 0 ? 0 : Int((Double(count) * 100 / Double(whole)).rounded(.down))
    return percent == 0 && count > 0 ? "<1%" : "\(percent)%"
  }
}
