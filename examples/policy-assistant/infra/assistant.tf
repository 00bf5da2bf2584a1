module "assistant" {
  source      = "../modules/app"
  name        = "policy-assistant"
  replicas    = 3
  eur_per_day = 120
  flags       = ["policy-assistant.enabled"]
}
