extension CommandCatalogue {
  /// What asks for findings, and what a message gets past.
  static let findings: [Command] = [
    Command(
      .findingsOpen,
      ["f"],
      "findings",
      "Show the findings on the policy, to fix or silence them",
      in: [.browse, .review],
      importance: 5
    ),
    Command(
      .whatIfOpen,
      ["w"],
      "what-if",
      "Ask what lets a message through, today and after the draft",
      in: [.browse],
      importance: 3
    ),
    Command(.answerDown, ["pgdn"], "scroll", "Show more of the answer", in: [.whatIf]),
    Command(.answerUp, ["pgup"], "scroll back", "Go back in the answer", in: [.whatIf]),
    Command(.findingFix, ["f"], "fix", "Change the draft so that it mends the finding", in: [.findings, .rules]),
    Command(
      .dangersOpen,
      ["F"],
      "dangers",
      "Show what was found, rule by rule: on all policies, or on those that are marked",
      in: [.browse],
      importance: 5
    ),
    Command(.ruleShow, ["enter"], "show them", "Show the policies that the rule holds of", in: [.rules], importance: 8),
    Command(
      .findingSilence,
      ["s"],
      "silence",
      "Accept the finding, with a reason; again takes it back",
      in: [.findings, .rules]
    ),
  ]
}
