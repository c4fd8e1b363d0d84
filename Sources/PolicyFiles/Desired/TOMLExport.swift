package import Foundation
package import Policies

/// Policies as a TOML file that says what should be, with their ids.
package struct TOMLExport: Sendable {
  /// What the file cannot say, in the order of the policies.
  package let remarks: [ExportRemark]
  package let data: Data

  package init(_ policies: some Collection<AllowPolicy>) {
    var remarks: [ExportRemark] = []
    var text: [UInt8] = []
    for policy in policies {
      guard let matter = Self.matter(of: policy.fields) else {
        Self.append(policy, to: &text)
        continue
      }
      remarks.append(ExportRemark(policyID: policy.id, pattern: policy.pattern, matter: matter))
    }
    // Not an empty file, which would be none that says anything.
    if text.isEmpty { text += "policies = []\n".utf8 }
    self.remarks = remarks
    data = Data(text)
  }

  /// Why a policy is left out; nil where it is not.
  private static func matter(of fields: PolicyFields) -> ExportRemark.Matter? {
    guard let pattern = fields.pattern, !pattern.isEmpty else { return .noPattern }
    // The parser of such files ends texts there.
    let texts = [pattern, fields.comments ?? ""]
    return texts.contains { $0.utf8.contains(CSVByte.null) } ? .nullCharacter : nil
  }

  private static func append(_ policy: AllowPolicy, to text: inout [UInt8]) {
    text += text.isEmpty ? "[[policies]]\n".utf8 : "\n[[policies]]\n".utf8
    append("id", policy.id.text, to: &text)
    for field in policy.fields.present {
      let name = name(of: field)
      switch policy.fields[field] {
      case .text(let value): append(name, value, to: &text)
      case .type(let type): append(name, type.rawValue, to: &text)
      case .flag(let flag): text += "\(name) = \(flag)\n".utf8
      case nil: break
      }
    }
  }

  private static func name(of field: PolicyField) -> String {
    switch field {
    case .pattern: "pattern"
    case .patternType: "type"
    case .isRegex: "regex"
    case .isTrustedSender: "trusted"
    case .isAcceptableSender: "acceptable"
    case .isExemptRecipient: "exempt"
    case .verifySender: "verify"
    case .comments: "comments"
    }
  }

  private static func append(_ name: String, _ value: String, to text: inout [UInt8]) {
    text += "\(name) = ".utf8
    TOMLString.append(value, to: &text)
    text.append(CSVByte.lineFeed)
  }
}
