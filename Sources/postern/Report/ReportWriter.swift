import Foundation
import JSONText
import PolicyUI
import Values

/// Writes a report in one of its formats.
enum ReportWriter {
  /// Throws a ``Problem`` where the library of the page's hash is not there.
  static func data(of report: Report, as format: ReportRequest.Format) throws(Problem) -> Data {
    switch format {
    case .markdown: Data(ReportMarkdown.text(of: ReportDocument(report)).utf8)
    case .html: Data(try ReportHTML.text(of: ReportDocument(report)).utf8)
    case .json: JSONShapes.report(report).data + Data("\n".utf8)
    }
  }
}
