//! Names of the United States and Canada.

use super::Force::{Chain, Settles};
use super::{Entries, Trade};

#[rustfmt::skip]
pub(super) const LIST: Entries = &[
    (Trade::Supermarket, Chain, "kroger safeway publix trader_joe* wegmans h_e_b heb albertsons giant_eagle food_lion stop_shop meijer winco sprouts ralphs vons piggly_wiggly hy_vee harris_teeter shoprite shop_rite aldi_us fred_meyer winn_dixie loblaws sobeys metro_inc no_frills real_canadian* smart_final food_4_less sams_club sam_s_club bjs_wholesale fresh_market king_soopers smiths_food qfc acme_markets market_basket hannaford"),
    (Trade::Department, Chain, "walmart wal_mart wm_supercenter target macys kohls jcpenney nordstrom bloomingdales dillards sears saks_fifth kmart bed_bath canadian_tire hudson_s_bay"),
    (Trade::Bargains, Chain, "dollar_tree dollar_general ross_stores marshalls tj_maxx big_lots burlington ollies dollarama"),
    (Trade::Fuel, Chain, "sunoco speedway wawa valero marathon_petro* arco phillips_66 conoco sinclair quiktrip quik_trip racetrac sheetz pilot_travel loves_travel loves_country 76_gas citgo casey_s caseys kwik_trip buc_ees petro_canada esso_canada cumberland_farms 7_eleven kwik_shop flying_j murphy_usa costco_gas"),
    (Trade::Restaurant, Chain, "olive_garden applebees chili_s chilis cheesecake_factory red_lobster outback texas_roadhouse ihop dennys waffle_house cracker_barrel buffalo_wild red_robin pf_changs longhorn postmates seamless toasttab caviar"),
    (Trade::FastFood, Chain, "chipotle chick_fil_a panera in_n_out jimmy_johns jersey_mikes sonic arbys wingstop panda_express shake_shack little_caesars jack_in_the_box whataburger culvers dairy_queen sweetgreen zaxbys raising_canes raising_cane_s qdoba carls_jr hardees tim_hortons bojangles del_taco"),
    (Trade::Coffee, Chain, "peets_coffee dutch_bros blue_bottle caribou_coffee philz baskin_robbins ben_jerrys"),
    (Trade::Drinks, Chain, "total_wine bevmo lcbo abc_fine_wine"),
    (Trade::Rail, Chain, "amtrak via_rail metra lirr caltrain nj_transit metro_north bart septa"),
    (Trade::Transit, Chain, "mta greyhound clipper wmata mbta cta_ventra ventra orca_card omny metrocard presto_card"),
    (Trade::Toll, Chain, "e_zpass ezpass fastrak sunpass txtag i_pass"),
    (Trade::Parking, Chain, "spothero laz_parking sp_plus parkwhiz abm_parking"),
    (Trade::Garage, Chain, "autozone oreilly_auto o_reilly advance_auto napa_auto pep_boys firestone goodyear discount_tire valvoline meineke maaco safelite carmax"),
    (Trade::Energy, Chain, "pg_e pge con_edison coned duke_energy dominion_energy southern_california_ed* sdge national_grid xcel_energy comed georgia_power florida_power fpl hydro_quebec bc_hydro pseg entergy"),
    (Trade::Internet, Chain, "comcast xfinity spectrum cox_comm* optimum centurylink frontier_comm* google_fiber rogers_internet"),
    (Trade::Phone, Chain, "verizon at_t att_bill att sprint mint_mobile cricket_wireless metro_by_t us_cellular google_fi boost_mobile bell_canada rogers telus visible"),
    (Trade::Insurance, Chain, "geico progressive state_farm allstate usaa liberty_mutual farmers_ins nationwide_ins* travelers_ins* blue_cross aetna cigna humana unitedhealth* kaiser lemonade"),
    (Trade::Tax, Chain, "irs usataxpymt franchise_tax turbotax h_r_block cra_revenue tax_board"),
    (Trade::Pharmacy, Chain, "cvs walgreens rite_aid duane_reade shoppers_drug goodrx"),
    (Trade::Clothing, Chain, "old_navy banana_republic j_crew american_eagle abercrombie forever_21 anthropologie urban_outfitters nordstrom_rack dsw famous_footwear aeropostale hollister express_store carters_osh lands_end l_l_bean stitch_fix"),
    (Trade::Sportswear, Chain, "rei dicks_sporting dick_s_sport* academy_sports bass_pro cabelas big_5_sport*"),
    (Trade::Electronics, Chain, "bestbuy newegg micro_center b_h_photo gamestop_us radioshack frys_elect*"),
    (Trade::Diy, Chain, "home_depot lowes lowe_s ace_hardware menards true_value harbor_freight sherwin_williams rona"),
    (Trade::Furniture, Chain, "crate_barrel ashley_furn* rooms_to_go restoration_hardw* williams_sonoma homegoods home_goods la_z_boy"),
    (Trade::Beauty, Chain, "ulta great_clips supercuts sally_beauty bath_body_works sport_clips european_wax"),
    (Trade::Gym, Chain, "equinox la_fitness ymca lifetime_fitness orangetheory peloton soulcycle 24_hour_fitness"),
    (Trade::Doctor, Chain, "quest_diagnost* labcorp aspen_dental minuteclinic kaiser_permanente teladoc"),
    (Trade::Streaming, Chain, "peacock sirius_xm siriusxm espn_plus audible_com max_com fubo sling_tv"),
    (Trade::Cinema, Chain, "amc fandango alamo_drafthouse cinemark_us landmark_theat*"),
    (Trade::School, Chain, "chegg college_board tuition_pay navient nelnet sallie_mae"),
    (Trade::Charity, Chain, "goodwill united_way st_jude actblue winred salvation"),
    (Trade::Post, Chain, "usps fedex_office ups_store canada_post"),
    (Trade::Hotel, Chain, "la_quinta comfort_inn hampton_inn days_inn super_8 motel_6 courtyard fairfield_inn embassy_suites red_roof holiday_inn_exp wyndham"),
    (Trade::CardPayment, Settles, "chase_card_pay* capital_one_pay* discover_payment citi_card_online amex_epayment online_payment_thank*"),
    (Trade::Salary, Settles, "gusto_pay adp_payroll direct_deposit dir_dep"),
    (Trade::Benefits, Settles, "ssa_treas social_security_adm"),
];
