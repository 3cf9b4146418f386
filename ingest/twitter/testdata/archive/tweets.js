window.YTD.tweets.part0 = [
  {
    "tweet": {
      "id": "2001",
      "id_str": "2001",
      "full_text": "Packing for #RecapConf",
      "created_at": "Thu Oct 15 18:00:00 +0000 2026",
      "favorite_count": "4",
      "retweet_count": "1",
      "truncated": false,
      "lang": "en",
      "source": "<a href=\"https://twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "display_text_range": [
        "0",
        "22"
      ],
      "entities": {
        "hashtags": [
          {
            "text": "RecapConf",
            "indices": [
              "0",
              "5"
            ]
          }
        ],
        "urls": [],
        "user_mentions": [],
        "symbols": []
      }
    }
  },
  {
    "tweet": {
      "id": "2002",
      "id_str": "2002",
      "full_text": "RT @BobR: The garden is open #RecapConf https://t.co/x",
      "created_at": "Fri Oct 16 11:00:00 +0000 2026",
      "favorite_count": "0",
      "retweet_count": "0",
      "truncated": false,
      "lang": "en",
      "source": "<a href=\"https://twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "display_text_range": [
        "0",
        "54"
      ],
      "entities": {
        "hashtags": [
          {
            "text": "RecapConf",
            "indices": [
              "0",
              "5"
            ]
          }
        ],
        "urls": [],
        "user_mentions": [],
        "symbols": []
      }
    }
  },
  {
    "tweet": {
      "id": "2003",
      "id_str": "2003",
      "full_text": "A note that is longer than the two hundred and eighty characters which a status may have begins like any other. A note that is longer than the two hundred and eighty characters which a status may have begins like any other. A note that is longer than the two hundred and eighty ch…",
      "created_at": "Fri Oct 16 12:00:00 +0000 2026",
      "favorite_count": "0",
      "retweet_count": "0",
      "truncated": false,
      "lang": "en",
      "source": "<a href=\"https://twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "display_text_range": [
        "0",
        "281"
      ],
      "entities": {
        "hashtags": [],
        "urls": [],
        "user_mentions": [],
        "symbols": []
      }
    }
  },
  {
    "tweet": {
      "id": "2004",
      "id_str": "2004",
      "full_text": "@BobR thanks",
      "created_at": "Fri Oct 16 12:30:00 +0000 2026",
      "favorite_count": "0",
      "retweet_count": "0",
      "truncated": false,
      "lang": "en",
      "source": "<a href=\"https://twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "display_text_range": [
        "0",
        "12"
      ],
      "entities": {
        "hashtags": [],
        "urls": [],
        "user_mentions": [],
        "symbols": []
      },
      "in_reply_to_status_id": "1002",
      "in_reply_to_status_id_str": "1002",
      "in_reply_to_screen_name": "BobR",
      "in_reply_to_user_id": "4"
    }
  }
]
