/// The words that generated messages are made of.
enum MessageVocabulary {
  static let ownDomain = "northwind.example"

  static let subjects = [
    "Your order has shipped", "Meeting notes", "Invoice 20418", "Re: quarterly figures", "Password expires in 3 days",
    "Ihre Rechnung vom November", "Protokoll der Sitzung", "Votre facture est disponible", "Confirmation de commande",
    "Su pedido está en camino", "Fattura elettronica", "Potwierdzenie zamówienia", "請求書のご案内", "会議の議事録",
    "订单已发货", "주문 확인", "Счёт на оплату", "تأكيد الطلب", "Grüße aus Zürich", "Re: Re: offer 🎉",
  ]

  static let bulkSubjects = [
    "20 % off, this week only", "Our November newsletter", "Neuheiten im Herbst", "Les offres du mois",
    "今週のおすすめ", "Novedades de la temporada", "You have 3 new followers", "Webinar: save your seat",
  ]

  static let badSubjects = [
    "Your mailbox is full: verify now", "Unpaid invoice, final notice", "Ihr Konto wurde gesperrt",
    "Action requise : votre colis", "アカウントの確認が必要です", "Wire transfer needed today", "Voice message 00:41",
  ]

  static let names = [
    "Anna Becker", "Bob Chen", "Müller & Söhne", "Société Générale d'Emballage", "田中 由紀", "Катя", "Support", "فاطمة",
  ]

  static let reasons = [
    "Link to a page that asks for a password", "Sender's domain is 3 days old", "Looks like the chief executive",
    "Bulk mailer", "Attachment that starts a program",
  ]
}
