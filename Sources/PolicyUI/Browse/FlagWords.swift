import Policies

extension PolicyFlag {
  /// The flag in one word.
  var word: String {
    switch self {
    case .trusted: "trusted"
    case .acceptable: "acceptable"
    case .exempt: "exempt"
    case .verify: "verify"
    }
  }

  /// The word as a label.
  var title: String { word.prefix(1).uppercased() + word.dropFirst() }

  /// What the flag does, in a few words.
  var meaning: String {
    switch self {
    case .trusted: "trusted sender: bypasses all detections and link following"
    case .acceptable: "acceptable sender: exempt from Spam, Spoof and Bulk"
    case .exempt: "exempt recipient: messages to it bypass all detections"
    case .verify: "only when DMARC, SPF or DKIM passes"
    }
  }

  /// The same beside its box in the form, where its label says whom it is about: in forms of several lengths.
  var meanings: [String] {
    switch self {
    case .trusted: ["bypasses all detections and link following", "bypasses all detections"]
    case .acceptable:
      [
        "exempt from Spam, Spoof and Bulk; still scanned", "exempt from Spam, Spoof and Bulk",
        "skips Spam, Spoof, Bulk",
      ]
    case .exempt:
      [
        "messages to this recipient bypass all detections", "mail to it bypasses all detections",
        "bypasses all detections",
      ]
    case .verify: []
    }
  }
}
