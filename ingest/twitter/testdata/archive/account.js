window.YTD.account.part0 = [
  {
    "account": {
      "username": "ann_lee",
      "accountDisplayName": "Ann Lee",
      "accountId": "7"
    }
  }
]
