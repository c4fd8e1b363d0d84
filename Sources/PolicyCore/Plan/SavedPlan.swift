package import JSONText
package import Policies
import Values

/// A plan as a file keeps it between the review and the submission: the batch to the byte, and what it was made over.
///
/// Nothing of what it claims is believed: whoever sends it makes fingerprint, findings and effects anew.
package struct SavedPlan: Sendable {
  /// The version of the form, and the member by which a file is known to be one.
  package static let version = 1
  package static let mark = "postern_plan"

  package let account: AccountKey
  package let encoding: BatchEncoding
  /// The filter of the scope; nil for the whole account.
  package let scope: String?
  /// As the file has it: 64 hexadecimal digits.
  package let fingerprint: String
  package let batch: BatchFile
  /// The policies that the batch changes or deletes, as they were.
  package let bases: [AllowPolicy]

  package init(
    account: AccountKey,
    encoding: BatchEncoding,
    scope: String?,
    fingerprint: String,
    batch: BatchFile,
    bases: [AllowPolicy]
  ) {
    self.account = account
    self.encoding = encoding
    self.scope = scope
    self.fingerprint = fingerprint
    self.batch = batch
    self.bases = bases
  }
}

extension SavedPlan {
  /// The file of a plan that was reviewed.
  package static func json(of review: Review, scope: String?) -> OrderedJSON {
    typealias Member = OrderedJSON.Member
    let account = review.account
    return .object([
      Member(mark, .integer(version)),
      Member(
        "account",
        .object([
          Member("base_url", .string(account.key.baseURL)), Member("account_id", .string(account.key.accountID)),
        ])
      ),
      Member("encoding", .string(account.encoding.rawValue)),
      Member("scope", scope.map(OrderedJSON.string) ?? .null),
      Member("fingerprint", .string(review.fingerprint.hex)),
      // The very bytes that are sent.
      Member("batch", .verbatim(review.request.body)),
      Member("bases", .array(review.operations.compactMap { $0.operation.base.map { OrderedJSON($0) } })),
    ])
  }
}
