"""Train churn-propensity: a gradient-boosted ranking of subscribers."""

FEATURES = ["tenure_months", "open_complaints", "late_payments", "last_login_days"]
