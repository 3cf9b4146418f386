window.YTD.note_tweet.part0 = [
  {
    "noteTweet": {
      "noteTweetId": "5",
      "createdAt": "2026-10-16T12:00:00.000Z",
      "core": {
        "text": "A note that is longer than the two hundred and eighty characters which a status may have begins like any other. A note that is longer than the two hundred and eighty characters which a status may have begins like any other. A note that is longer than the two hundred and eighty characters which a status may have begins like any other. A note that is longer than the two hundred and eighty characters which a status may have begins like any other. It ends here, with the tag #RecapConf.",
        "urls": [],
        "hashtags": []
      }
    }
  }
]
